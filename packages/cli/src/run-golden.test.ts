import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CoreOptions, GoldenReport } from '@lockstep/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from './config/app.ts'
import { runGolden, type GoldenOptions } from './run-golden.ts'

const app: App = { name: 'cart', mcpUrl: 'http://localhost:1/mcp', folder: '/', server: null, views: [], golden: null, devAuth: null }
const golden = { version: 1, starters: [], prompts: [] }
const report = (more: Partial<GoldenReport> = {}): GoldenReport => ({
  model: { id: 'scripted', kind: 'script', label: 'Scripted model', detail: 'Offline.' },
  results: [],
  passed: 2,
  failed: 0,
  notes: [],
  problem: null,
  ...more,
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-golden-'))
  writeFileSync(path.join(folder, 'good.json'), JSON.stringify(golden))
  writeFileSync(path.join(folder, 'bad.json'), '{"version":1,"prompts":[{"id":"A"}]}')
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Tried {
  code: number | Error
  out: string[]
  opened: CoreOptions[]
  models: string[]
  closed: number
}

type Status = 'connected' | 'failed'

async function run(
  more: Partial<GoldenOptions> = {},
  found = report(),
  status: Status | 'asking' = 'connected',
  onConnect = (): void => undefined,
): Promise<Tried> {
  const tried: Tried = { code: 0, out: [], opened: [], models: [], closed: 0 }
  let isAsking = status === 'asking'
  const unused = (): never => {
    throw new Error('not needed here')
  }
  const options: GoldenOptions = {
    cwd: folder,
    env: {},
    runtime: 'preact',
    goldenFile: null,
    model: 'scripted',
    endpoint: null,
    user: null,
    isJson: false,
    signal: new AbortController().signal,
    print: (line) => tried.out.push(line),
    warn: () => undefined,
    buildView: unused,
    startDevAuth: unused,
    loadDevSignIn: unused,
    openCore: () =>
      Promise.resolve((given) => {
        tried.opened.push(given)
        return {
          connect: () => Promise.resolve(onConnect()),
          getState: () => {
            const signIn = { status: isAsking ? 'needed' : 'none' }
            return { apps: [{ name: 'cart', status: isAsking || status === 'failed' ? 'failed' : 'connected', problem: 'nothing listens', signIn }] }
          },
          servers: {
            signIn: () => Promise.resolve('http://localhost:4702/auth'),
            finishSignIn: (answer) => ((isAsking = answer.get('code') === null), Promise.resolve('cart')),
          },
          changeSettings: ({ model }) => void tried.models.push(model),
          golden: { run: () => Promise.resolve(found), stop: () => undefined },
          close: () => ((tried.closed += 1), Promise.resolve()),
        }
      }),
    ...more,
  }
  tried.code = await runGolden([app], options).catch((error: unknown) => error as Error)
  return tried
}

test('the exit code is 0 when all passed, 1 when some did not, 2 when the model failed half-way', async () => {
  expect(await run()).toMatchObject({ code: 0, closed: 1, models: ['scripted'] })
  expect((await run({}, report({ failed: 1 }))).code).toBe(1)
  expect((await run({}, report({ failed: 1, problem: 'The model failed: gone' }))).code).toBe(2)
})

test('with --json the report is all that stands on standard output', async () => {
  const { out } = await run({ isJson: true }, report({ failed: 1 }))
  expect(JSON.parse(out.join('\n'))).toEqual(report({ failed: 1 }))
})

test('the prompts of an address come from a file', async () => {
  const { opened } = await run({ goldenFile: 'good.json' })
  expect(opened).toEqual([{ apps: [{ name: 'cart', mcpUrl: app.mcpUrl, golden }], modelEndpoint: null }])
})

test('an app that asks for a sign-in is given a user of the development server, and its prompts are tried then', async () => {
  const warned: string[] = []
  const answer = (_url: URL, user: string): Promise<URL> => Promise.resolve(new URL(`http://localhost:0/oauth/callback?code=${user}`))
  const loadDevSignIn = () => Promise.resolve({ answer, usualUser: 'ada' })
  const { code, out, closed } = await run({ user: 'grace', isJson: true, loadDevSignIn, warn: (line) => warned.push(line) }, report(), 'asking')
  expect([code, closed, warned]).toEqual([0, 1, ['cart: signed in as grace']])
  expect(JSON.parse(out.join('\n'))).toEqual(report())
})

test.each<[string, Partial<GoldenOptions>, Status | 'asking', string, string]>([
  ['a file that is no golden.json', { goldenFile: 'bad.json' }, 'connected', 'CLI_CONFIG_INVALID', 'bad.json'],
  ['a file that is not there', { goldenFile: 'none.json' }, 'connected', 'CLI_CONFIG_INVALID', 'none.json'],
  ['a language model that nobody named', { model: 'openai' }, 'connected', 'CLI_NO_MODEL', 'LOCKSTEP_MODEL'],
  ['a server that is away', {}, 'failed', 'CLI_NOT_CONNECTED', 'cart: nothing listens'],
  ['a sign-in that nobody was named for', {}, 'asking', 'CLI_NEEDS_SIGN_IN', '--user ada'],
])('%s is said, and nothing stays open', async (_what, more, status, code, words) => {
  const { code: error, opened, closed } = await run(more, report(), status)
  expect(error).toMatchObject({ code, blame: 'user', message: expect.stringContaining(words) })
  expect(closed).toBe(opened.length)
})

test('stopped while the servers are asked, it tries nothing', async () => {
  const controller = new AbortController()
  const { code, out, closed } = await run({ signal: controller.signal }, report(), 'connected', () => controller.abort())
  expect([code, out, closed]).toEqual([expect.objectContaining({ code: 'CLI_STOPPED', blame: 'user' }), [], 1])
})

test('a named language model judges when it is asked for', async () => {
  const endpoint = { url: 'http://localhost:1/v1', key: null, model: 'm' }
  expect(await run({ model: 'openai', endpoint })).toMatchObject({ code: 0, models: ['openai'], opened: [{ modelEndpoint: endpoint }] })
})
