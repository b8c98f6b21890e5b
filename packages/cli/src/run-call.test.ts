import type { HostState, ToolEntry } from '@lockstep/host'
import { expect, test } from 'vitest'
import { runCall, type CallCore, type CallOptions } from './run-call.ts'

// Only what is read here; other members come and go.
const entry = {
  kind: 'tool',
  id: 'e1',
  at: 0,
  app: 'server',
  tool: 'look',
  title: 'Look',
  statusText: '',
  phase: 'done',
  by: 'person',
  input: {},
  fields: [],
  reason: null,
  isDestructive: false,
  isOpenWorld: false,
  result: { content: [{ type: 'text', text: 'You see it.' }, { type: 'image' }], structuredContent: { id: 1 } },
  error: null,
  instanceId: null,
  tookMs: 3,
} as Partial<ToolEntry> as ToolEntry
const tools = [
  { name: 'look', needsApproval: false },
  { name: 'wipe', needsApproval: true },
]

interface Tried {
  code: number | Error
  out: string[]
  err: string[]
  calls: unknown[]
  pictures: string[]
  closed: number
}

async function run(asked: Partial<CallOptions>, answer: Partial<ToolEntry> = {}, status = 'connected', more: Partial<CallCore> = {}): Promise<Tried> {
  const tried: Tried = { code: 0, out: [], err: [], calls: [], pictures: [], closed: 0 }
  const state = { apps: [{ name: 'server', status, problem: 'nothing listens', tools }], conversation: { entries: [{ ...entry, ...answer }] } }
  const core: CallCore = {
    connect: () => Promise.resolve(),
    getState: () => state as unknown as HostState,
    callTool: (call) => (tried.calls.push(call), Promise.resolve('e1')),
    whenIdle: () => Promise.resolve(),
    stop: () => undefined,
    close: () => ((tried.closed += 1), Promise.resolve()),
    ...more,
  }
  const takePicture = (file: string): Promise<void> => (tried.pictures.push(file), Promise.resolve())
  const options: CallOptions = {
    mcpUrl: 'http://localhost:1/mcp',
    tool: 'look',
    arguments: { id: 1 },
    screenshotFile: null,
    isJson: false,
    isApproved: false,
    signal: new AbortController().signal,
    openCore: () => Promise.resolve(() => core),
    openPictured: () => Promise.resolve(() => Promise.resolve({ core, takePicture, close: () => core.close() })),
    print: (line) => tried.out.push(line),
    warn: (line) => tried.err.push(line),
    ...asked,
  }
  tried.code = await runCall(options).catch((error: unknown) => error as Error)
  return tried
}

test('prints the text, other blocks and structuredContent, and ends what it opened', async () => {
  const { code, out, err, calls, closed } = await run({})
  expect([code, err, closed]).toEqual([0, [], 1])
  expect(out).toEqual(['You see it.', '{"type":"image"}', '{\n  "id": 1\n}'])
  expect(calls).toEqual([{ app: 'server', tool: 'look', arguments: { id: 1 }, isApproved: false }])
})

test('as JSON it is one object', async () => {
  const { out } = await run({ isJson: true })
  expect(JSON.parse(out.join('\n'))).toEqual({ tool: 'look', result: entry.result, error: null, tookMs: 3, screenshot: null })
})

test('a tool that says no ends with 1', async () => {
  const { code, err } = await run({}, { phase: 'failed', error: { kind: 'tool', message: 'No such thing.' } })
  expect([code, err]).toEqual([1, ['look failed (tool): No such thing.']])
})

test('a tool that may destroy something is not called without --yes', async () => {
  const refused = await run({ tool: 'wipe' })
  expect(refused.code).toMatchObject({ code: 'CLI_NEEDS_YES', blame: 'user', message: expect.stringContaining('--yes') })
  expect([refused.calls, refused.closed]).toEqual([[], 1])
  expect((await run({ tool: 'wipe', isApproved: true })).calls).toMatchObject([{ tool: 'wipe', isApproved: true }])
})

test.each([
  [{ tool: 'loook' }, 'connected', 'CLI_UNKNOWN_TOOL', 'It has: look, wipe.'],
  [{}, 'failed', 'CLI_NOT_CONNECTED', 'nothing listens'],
])('what cannot be called is said: %j %s', async (asked, status, code, words) => {
  const tried = await run(asked, {}, status)
  expect(tried.code).toMatchObject({ code, blame: 'user', message: expect.stringContaining(words) })
  expect([tried.calls, tried.closed]).toEqual([[], 1])
})

test('stopped while it connects, it calls nothing', async () => {
  const controller = new AbortController()
  const core = { connect: () => (controller.abort(), Promise.resolve()), callTool: () => Promise.reject(new Error('called')) }
  const { code, closed } = await run({ signal: controller.signal }, {}, 'connected', core)
  expect([code, closed]).toEqual([expect.objectContaining({ code: 'CLI_STOPPED', blame: 'user' }), 1])
})

test('takes a picture of the view, and says so where there is none', async () => {
  const shown = await run({ screenshotFile: 'v.png' }, { instanceId: 'i1' })
  expect([shown.code, shown.pictures, shown.out.at(-1), shown.closed]).toEqual([0, ['v.png'], 'Picture: v.png', 1])
  const none = await run({ screenshotFile: 'v.png' })
  expect([none.code, none.pictures, none.err]).toEqual([0, [], ['No picture was taken: this call opened no view.']])
})
