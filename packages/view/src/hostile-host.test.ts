import { expect, test } from 'vitest'
import { seededRandom } from '../../../test/support/seeded-random.ts'
import { connect, onBridge, openAiMethods } from '../../../test/support/view-hosts.ts'
import { bridgeHost, FakeHost, settle } from '../test/fake-host.ts'
import { createOpenAiFacade } from './openai/create-facade.ts'

const METHODS = [
  'ui/notifications/tool-input',
  'ui/notifications/tool-input-partial',
  'ui/notifications/tool-result',
  'ui/notifications/tool-cancelled',
  'ui/notifications/host-context-changed',
  'ui/resource-teardown',
  'ping',
  'tools/call',
  '__proto__',
  '',
]
const MEMBERS = [
  'arguments',
  'content',
  'structuredContent',
  '_meta',
  'reason',
  'theme',
  'styles',
  'containerDimensions',
  'safeAreaInsets',
  'isError',
]
const GLOBALS = ['toolOutput', 'toolInput', 'toolResponseMetadata', 'widgetState', 'view', 'userAgent', 'safeArea', 'theme', 'maxHeight', 'x']
const JUNK: readonly unknown[] = [
  null,
  0,
  -1,
  Number.NaN,
  '',
  'dark',
  true,
  [],
  {},
  [null, { a: [] }],
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  { variables: { '--a': 1, color: 'red' }, insets: 'all', mode: {}, privateContent: 7, imageIds: [1, 'f'], mcp_tool_result: 3, _meta: [] },
]

test.each([1, 2, 3])('whatever a host says, the view stands and its snapshot keeps its shape (seed %i)', async (seed) => {
  const random = seededRandom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const junk = (keys: readonly string[]) => Object.fromEntries(keys.filter(() => random() < 0.3).map((key) => [key, pick(JUNK)]))
  const host = bridgeHost({ openai: { ...junk(GLOBALS), ...openAiMethods() }, hostContext: junk(MEMBERS) })
  const { runtime } = connect(host)
  const facade = createOpenAiFacade(runtime)
  for (let round = 0; round < 400; round += 1) {
    const id = pick([undefined, 1, 2, 'x', null, {}])
    const body = pick([{ params: junk(MEMBERS) }, { params: pick(JUNK) }, { result: pick(JUNK) }, { error: pick(JUNK) }])
    const method = random() < 0.7 ? { method: pick(METHODS) } : {}
    await host.post({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), ...method, ...body })
    if (random() < 0.3) host.emitGlobals(junk(GLOBALS))
    const { hostContext, toolInput, toolResult, viewState } = runtime.getSnapshot()
    expect(['light', 'dark']).toContain(hostContext.theme)
    expect(['inline', 'fullscreen', 'pip', 'modal']).toContain(hostContext.view.mode)
    expect(Object.values(hostContext.safeArea).every((side) => typeof side === 'number' && side >= 0)).toBe(true)
    expect(viewState.imageIds.every((one) => typeof one === 'string')).toBe(true)
    expect(toolInput === null || (typeof toolInput === 'object' && !Array.isArray(toolInput))).toBe(true)
    expect(toolResult === null || Array.isArray(toolResult.content)).toBe(true)
    void [facade.toolOutput?.['_meta'], facade.widgetState, facade.userAgent.device.type, facade.view.mode, facade.safeArea.top]
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('a window.openai whose members throw or are no functions is as good as one without them', async () => {
  const openai = { callTool: 7, requestDisplayMode: null, setWidgetState: 'x', toolOutput: { n: 1 } }
  const { runtime } = connect(new FakeHost({ hasParent: false, openai }))
  expect(runtime.getSnapshot().toolResult?.structuredContent).toEqual({ n: 1 })
  await expect(runtime.callTool('x')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
  expect(runtime.setViewState({ private: { a: 1 } })).toBeNull()
})

test('a listener that throws is told as an uncaught error, and costs nobody else anything: the handshake goes on', async () => {
  const told: unknown[] = []
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (error) => told.push(error))
  const host = bridgeHost()
  const { runtime } = connect(host)
  let heard = 0
  const stop = runtime.subscribe(() => {
    throw new Error('broken listener')
  })
  runtime.subscribe(() => (heard += 1))
  await settle()
  stop()
  expect(runtime.getSnapshot().connection).toBe('bridge')
  expect(host.sent('ui/notifications/initialized')).toHaveLength(1)
  expect(heard).toBeGreaterThan(0)
  await new Promise((resolve) => setImmediate(resolve))
  process.removeAllListeners('unhandledRejection')
  for (const other of others) process.on('unhandledRejection', other)
  expect(told).toContainEqual(new Error('broken listener'))
})

test('arguments that cannot cross to the host fail their own call and nothing else', async () => {
  const { runtime } = await onBridge()
  // wrong however often it is sent: what sends again after trouble on the way must not
  await expect(runtime.callTool('x', { run: () => 1 })).rejects.toMatchObject({ code: 'VIEW_INVALID', blame: 'user' })
  expect(await runtime.callTool('x')).toMatchObject({ structuredContent: { by: 'bridge' } })
})
