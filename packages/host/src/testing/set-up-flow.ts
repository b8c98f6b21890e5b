import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { ModelContext } from '../model/model.ts'
import { createCoreHarness, type CoreHarness } from './core-harness.ts'
import { flowApp, flowGolden, watchedModel, type RecordedCall } from './flow-app.ts'
import { startTestServer, type TestServer } from './mcp-test-server.ts'

export interface Flow {
  /** Of this test; each test has a fresh one on the file's one server. */
  readonly harness: CoreHarness
  readonly server: TestServer
  /** What the server was called with in this test. */
  readonly calls: RecordedCall[]
  /** What the model was given in this test. */
  readonly contexts: ModelContext[]
}

/** Sets a test file up with the flow app behind a headless core; call it once, at the top. */
export function setUpFlow(): Flow {
  const calls: RecordedCall[] = []
  const contexts: ModelContext[] = []
  let server: TestServer
  let harness: CoreHarness
  beforeAll(async () => {
    server = await startTestServer(flowApp(calls))
  })
  beforeEach(() => {
    calls.length = 0
    contexts.length = 0
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: flowGolden, model: watchedModel(contexts) })
  })
  afterEach(() => harness.core.close())
  afterAll(() => server.close())
  return {
    calls,
    contexts,
    get server() {
      return server
    },
    get harness() {
      return harness
    },
  }
}
