import { expect, test } from 'vitest'
import { setUpFlow } from '../testing/set-up-flow.ts'

const flow = setUpFlow()

const lines = () => flow.harness.core.log.list(0).messages.map(({ route, kind, method, subject }) => `${route} ${kind} ${method} ${subject}`.trim())

test('a turn is in the log from the model over the server to the view, each answer with its question', async () => {
  const { harness } = flow
  await harness.say('render it')
  await harness.view(harness.lastView().id).initialize()
  const expected = [
    'host-to-model request model/respond',
    'model-to-host answer model/respond',
    'host-to-server request tools/call render',
    'server-to-host answer tools/call render',
    'host-to-server request resources/read ui://t/v.html',
    'server-to-host answer resources/read ui://t/v.html',
    'view-to-host request ui/initialize',
    'host-to-view answer ui/initialize',
    'view-to-host notification ui/notifications/initialized',
    'host-to-view notification ui/notifications/tool-input',
    'host-to-view notification ui/notifications/tool-result',
  ]
  const seen = lines()
  expect(expected.map((line) => seen.includes(line) || line)).toEqual(expected.map(() => true))
  const { messages } = harness.core.log.list(0)
  expect(messages.filter(({ kind }) => kind === 'answer').every(({ answerTo, tookMs }) => answerTo !== null && tookMs !== null && tookMs >= 0)).toBe(
    true,
  )
  const toModel = messages.find(({ route }) => route === 'host-to-model')
  const fromServer = messages.find(({ route, method }) => route === 'server-to-host' && method === 'tools/call')
  expect([toModel?.hasHiddenMeta, fromServer?.hasHiddenMeta]).toEqual([false, true])
})

test('S2.M.1 H13 what the model was given is in the log, word by word: every tool with its description, and no _meta', async () => {
  const { harness } = flow
  await harness.say('render it')
  const questions = harness.core.log.listWhole().filter(({ route }) => route === 'host-to-model')
  const given = JSON.parse(questions.at(-1)?.body ?? '{}') as { params: { tools: Array<{ name: string }>; messages: Array<{ role: string }> } }
  expect(given.params).toEqual(JSON.parse(JSON.stringify(flow.contexts.at(-1))))
  expect(given.params.tools.map(({ name }) => name)).toContain('render')
  expect(given.params.tools.map(({ name }) => name)).not.toContain('hidden')
  expect(given.params.messages.map(({ role }) => role)).toContain('tool-result')
  expect(questions.map(({ body }) => body).join()).not.toContain('META-CANARY')
})

test('what a view posts that is no JSON-RPC is in the log as foreign, and a view that fails a call sees its error there', async () => {
  const { harness } = flow
  await harness.say('render it')
  const view = harness.view(harness.lastView().id)
  await view.raw({ type: 'ready' })
  await view.request('tools/call', { name: 'nobody' })
  expect(lines()).toEqual(expect.arrayContaining(['view-to-host foreign', 'host-to-view error tools/call nobody']))
  expect(harness.lastView().steps.foreignMessage).toBe('{"type":"ready"}')
})

test('a new conversation begins with an empty log', async () => {
  await flow.harness.say('render it')
  flow.harness.core.reset()
  expect(flow.harness.core.log.list(0).messages).toEqual([])
})

test('metadata: the report names every tool, and every view as its server gives it', async () => {
  await flow.harness.core.connect()
  const [app] = (await flow.harness.core.readMetadata()).apps
  expect(app?.tools.map(({ name }) => name)).toContain('render_broken')
  const rulesOf = (uri: string) => app?.resources.find(({ name }) => name === uri)?.findings.map(({ rule }) => rule)
  expect(rulesOf('ui://t/plain.html')).toContain('APP-002')
  expect(rulesOf('ui://t/v.html')).not.toContain('APP-002')
})

test('SEC4 a secret among the arguments of a call is neither in the log nor in the events beside it, which the export joins', async () => {
  const { core } = flow.harness
  await core.connect()
  const app = core.getState().apps[0]?.name ?? ''
  await core.callTool({ app, tool: 'render', arguments: { password: 'HUSH-HUSH', items: ['kept'] }, isApproved: true })
  await core.whenIdle()
  const { trace } = core.getState()
  const exported = JSON.stringify({ messages: core.log.listWhole(), events: trace })
  expect(trace.find(({ name }) => name === 'mcp.call')?.detail).toMatchObject({ arguments: { password: '(secret, not logged)', items: ['kept'] } })
  expect(exported).not.toContain('HUSH')
})
