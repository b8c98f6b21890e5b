import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { counters } from '@lockstep/sync'
import { z } from 'zod'
import { createApp, type App } from './app.ts'
import { memory } from './memory.ts'
import { logInto, openApp, type LogLine } from './testing/open-app.ts'
import { reply } from './tools/reply.ts'
import { declareView } from './views/view.ts'

const empty = z.strictObject({})
const text = z.strictObject({ text: z.string() })

describe('declarations', () => {
  const declare = (build: (app: App) => void): Promise<unknown> => openApp(build)
  const tool = { title: 'T', description: 'D', effect: 'read', input: empty, output: text } as const
  const run = (): ReturnType<typeof reply<{ text: string }>> => reply({ model: { text: '' }, text: 'x' })

  test.each<[string, string, (app: App) => void]>([
    ['S2.G.2 a status text past 64 characters', 'TOOL_INVALID', (app) => app.tool('t', { ...tool, status: ['x'.repeat(65), 'ok'] }, run)],
    ['S2.G.3 a second status text past 64 characters', 'TOOL_INVALID', (app) => app.tool('t', { ...tool, status: ['ok', 'x'.repeat(65)] }, run)],
    ['a name with a space', 'TOOL_INVALID', (app) => app.tool('my tool', tool, run)],
    ['input that accepts unknown members', 'TOOL_INVALID', (app) => app.tool('t', { ...tool, input: z.object({}) }, run)],
    ['output that passes unknown members on', 'TOOL_INVALID', (app) => app.tool('t', { ...tool, output: z.looseObject({ text: z.string() }) }, run)],
    ['visible to nobody', 'TOOL_INVALID', (app) => app.tool('t', { ...tool, visibility: [] }, run)],
    ['the same tool twice', 'TOOL_DUPLICATE', (app) => [1, 2].forEach(() => app.tool('t', tool, run))],
    [
      'S2.G.1 a view of another app',
      'TOOL_VIEW_UNKNOWN',
      (app) => app.tool('t', { ...tool, view: declareView('x', 'v', { html: () => '', describe: '', border: true }) }, run),
    ],
    [
      'S1.I.3 a CSP entry that is no origin',
      'VIEW_INVALID',
      (app) => void app.view('v', { html: () => '', describe: 'd', border: true, csp: { connect: ['*'] } }),
    ],
    [
      'SEC9 a CSP entry that carries a directive',
      'VIEW_INVALID',
      (app) =>
        void app.view('v', { html: () => '', describe: 'd', border: true, csp: { resource: ["https://a.example; script-src 'unsafe-eval'"] } }),
    ],
    ['the same route twice', 'ROUTE_DUPLICATE', (app) => [1, 2].forEach(() => app.route('GET', '/a', () => ({ json: 1 })))],
  ])('refuses %s', async (_, code, build) => {
    await expect(declare(build)).rejects.toMatchObject({ code, blame: 'user' })
  })

  test('accepts a status text of 64 characters and a wildcard subdomain', async () => {
    await declare((app) => {
      app.tool('t', { ...tool, status: ['x'.repeat(64), 'x'.repeat(64)] }, run)
      app.view('v', { html: () => '', describe: 'd', border: true, csp: { resource: ['https://*.example.com'] } })
    })
  })
})

test.each([
  ['no secret and a tool that asks', 'production', {}, true],
  ['a secret', 'production', { secret: 's'.repeat(32) }, false],
  ['no secret, in development', 'development', {}, false],
])('a production process with %s says that confirmations hold only in it: %s %j %s', async (_, mode, options, isWarned) => {
  vi.stubEnv('NODE_ENV', mode)
  onTestFinished(() => void vi.unstubAllEnvs())
  const lines: LogLine[] = []
  const declare = (app: App) =>
    app.tool(
      'smash',
      { title: 'S', description: 'Smash', effect: 'destroy', confirm: () => ({ question: 'Smash them?' }), input: empty, output: text },
      () => reply({ model: { text: '' }, text: 'x' }),
    )
  await openApp(declare, { logger: logInto(lines), ...options })
  expect(lines.some((line) => line.msg.includes('no secret is set'))).toBe(isWarned)
})

test('SEC18 a secret that can be guessed is refused, an empty one first of all', () => {
  for (const secret of ['', 'short']) {
    expect(() => createApp({ name: 'demo', version: '1', store: memory(), secret })).toThrow(
      expect.objectContaining({ code: 'APP_SECRET_WEAK', blame: 'user' }),
    )
  }
})

test('S2.V.2 where people sign in, the tools that keep documents must be told who may reach which', () => {
  const auth = { issuer: 'https://login.example.com', resource: 'https://notes.example.com/mcp' }
  const app = createApp({ name: 'demo', version: '1', store: memory(), auth })
  const baskets = app.document({ name: 'basket', fields: { lines: counters({ max: 9 }) } })
  expect(() => app.syncTool(baskets)).toThrow(expect.objectContaining({ code: 'SYNC_ACCESS_MISSING', blame: 'user' }))
  expect(() => app.syncTool(baskets, { access: () => true })).not.toThrow()
})
