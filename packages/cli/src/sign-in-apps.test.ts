import { expect, test } from 'vitest'
import type { App } from './config/app.ts'
import { signInApps, type SignInCore, type SignInOptions } from './sign-in-apps.ts'

const ISSUER = 'http://localhost:4702'
const shop: App = { name: 'shop', mcpUrl: 'http://localhost:1/mcp', folder: '/', server: null, views: [], golden: null, devAuth: null }

interface Tried {
  error: unknown
  lines: string[]
  /** Who was chosen at which address. */
  chosen: string[]
  answers: string[]
}

async function signIn(app: App, more: Partial<SignInOptions> = {}, status = 'needed', at = ISSUER, refuses = false): Promise<Tried> {
  const tried: Tried = { error: null, lines: [], chosen: [], answers: [] }
  const core: SignInCore = {
    getState: () => ({ apps: [{ name: app.name, signIn: { status } }] }),
    servers: {
      signIn: () => Promise.resolve(`${at}/auth?state=s`),
      finishSignIn: (answer) => {
        tried.answers.push(answer.toString())
        return refuses ? Promise.reject(new Error('The authorization server said no: cancelled')) : Promise.resolve(app.name)
      },
    },
  }
  const options: SignInOptions = {
    user: null,
    print: (line) => tried.lines.push(line),
    loadDevSignIn: () =>
      Promise.resolve({
        usualUser: 'ada',
        answer: (url, user) => {
          tried.chosen.push(`${user} at ${url.origin}`)
          return Promise.resolve(new URL('http://localhost:0/oauth/callback?code=c&state=s'))
        },
      }),
    ...more,
  }
  await signInApps([app], core, options).catch((error: unknown) => (tried.error = error))
  return tried
}

test('an app that asks for nobody is left alone', async () => {
  expect(await signIn(shop, {}, 'none')).toEqual({ error: null, lines: [], chosen: [], answers: [] })
})

test.each<[string, App['devAuth'], string | null, string]>([
  ['whom the command names', {}, 'grace', 'grace'],
  ['the usual user of an app with devAuth', {}, null, 'ada'],
  ['the first user that the app itself names', { users: [{ id: 'bob', name: 'Bob' }] }, null, 'bob'],
  ['whom the command names, at an address without configuration', null, 'grace', 'grace'],
])('signs in as %s', async (_who, devAuth, user, expected) => {
  const { error, lines, chosen, answers } = await signIn({ ...shop, devAuth }, { user })
  expect([error, lines]).toEqual([null, [`shop: signed in as ${expected}`]])
  expect([chosen, answers]).toEqual([[`${expected} at ${ISSUER}`], ['code=c&state=s']])
})

test('without a user, and without a development sign-in in the configuration, it says what to do', async () => {
  const { error, chosen } = await signIn(shop)
  expect(error).toMatchObject({ code: 'CLI_NEEDS_SIGN_IN', blame: 'user', message: expect.stringContaining('--user ada') })
  expect(chosen).toEqual([])
})

test.each(['https://login.example', 'https://localhost.example', 'https://127.0.0.1.example'])('presses no button at %s', async (at) => {
  const { error, chosen } = await signIn({ ...shop, devAuth: {} }, { user: 'ada' }, 'needed', at)
  expect(error).toMatchObject({ code: 'CLI_SIGN_IN_ELSEWHERE', blame: 'user', message: expect.stringContaining(at) })
  expect(chosen).toEqual([])
})

test('a sign-in that fails says whose, where and why', async () => {
  const { error, lines } = await signIn(shop, { user: 'nobody' }, 'needed', ISSUER, true)
  expect(error).toMatchObject({
    code: 'CLI_SIGN_IN_FAILED',
    blame: 'user',
    message: expect.stringMatching(/shop, as "nobody" at .*4702, but: .*cancelled/),
  })
  expect(lines).toEqual([])
})
