import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { countingApp, countingGolden, createCounter, type Counter } from './counting-app.ts'
import { createCoreHarness, type CoreHarness, type CoreHarnessOptions, type ViewEnd } from './core-harness.ts'
import { startTestServer, type TestServer } from './mcp-test-server.ts'

export interface Counting {
  /** Of this test, on the file's one server. */
  readonly harness: CoreHarness
  readonly server: TestServer
  readonly counter: Counter
  /** A view of `show`, initialized. */
  openView(): Promise<{ instanceId: string; view: ViewEnd }>
  /** Another host on the same server. */
  another(options: Partial<CoreHarnessOptions>): CoreHarness
}

/** Sets a test file up with the counting app behind a headless core; call it once, at the top. */
export function setUpCounting(): Counting {
  const counter = createCounter()
  let server: TestServer
  let harness: CoreHarness
  const another = (options: Partial<CoreHarnessOptions>): CoreHarness =>
    createCoreHarness({ mcpUrl: server.mcpUrl, golden: countingGolden, ...options })
  beforeAll(async () => {
    server = await startTestServer(countingApp(counter))
  })
  beforeEach(() => {
    Object.assign(counter, createCounter())
    harness = another({})
  })
  afterEach(() => harness.core.close())
  afterAll(() => server.close())
  return {
    counter,
    another,
    get server() {
      return server
    },
    get harness() {
      return harness
    },
    async openView() {
      await harness.say('show')
      const instanceId = harness.lastView().id
      const view = harness.view(instanceId)
      await view.notify('openai/hello')
      await view.initialize()
      return { instanceId, view }
    },
  }
}
