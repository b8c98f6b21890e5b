import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerSignIn } from '@lockstep/dev-auth'
import type { AppState, HostState, SignInState, ToolEntry } from '../../packages/host/src/api/host-state.ts'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startHost, type RunningHost } from '../../packages/host/src/start-host.ts'
import { goldenOf } from '../../packages/host/src/testing/core-harness.ts'
import { pipePageDir } from '../../packages/host/src/testing/pipe-page.ts'
import { rawRequest, type RawAnswer } from '../../packages/host/src/testing/raw-request.ts'
import { declareGreeting, declareNotes, openDevAuth, openSignedInApp, type SignedInApp } from '../auth/support/signed-in-app.ts'
import { startLockedServer } from './support/locked-server.ts'

let pageDir = ''
let dataDir = ''
let host: RunningHost

beforeAll(async () => {
  pageDir = await pipePageDir()
})
afterEach(async () => {
  await host.close()
  await rm(dataDir, { recursive: true, force: true })
})

const golden = goldenOf({ 'say hello': ['greet'], 'read {id}': ['read_note', { id: '{id}' }], 'share it': ['share_note'] })

async function start(mcpUrl: string): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), 'lockstep-sign-in-'))
  host = await startHost({ apps: [{ name: 'notes', mcpUrl, golden }], port: 0, sandboxPort: 0, pageDir, dataDir })
  await host.core.connect()
}

async function openNotes(): Promise<SignedInApp> {
  const app = await openSignedInApp((notes, ran) => {
    declareNotes(notes, ran)
    declareGreeting(notes, ran)
  })
  await start(app.mcpUrl)
  return app
}

function app(): AppState {
  const [state] = host.core.getState().apps
  if (state === undefined) throw new Error('no app')
  return state
}
const signIn = (): SignInState => app().signIn

async function say(text: string): Promise<ToolEntry> {
  host.core.sendMessage(text)
  await host.core.whenIdle()
  return lastCall()
}

function lastCall(): ToolEntry {
  const entry = host.core.getState().conversation.entries.findLast((candidate) => candidate.kind === 'tool')
  if (entry?.kind !== 'tool') throw new Error('no call')
  return entry
}

/** What the browser is sent back with, to the host's callback. */
function comeBack(url: URL | string): Promise<RawAnswer> {
  const { pathname, search } = new URL(url)
  return rawRequest({ port: host.port, path: `${pathname}${search}`, headers: { host: `localhost:${host.port}` } })
}

async function connectAs(user: string | null, agreeTo?: readonly string[]): Promise<RawAnswer> {
  const url = await host.core.servers.signIn('notes')
  return comeBack(await answerSignIn(new URL(url), { user, ...(agreeTo === undefined ? {} : { agreeTo }) }))
}

describe('a tool that wants to know who asks', () => {
  test('H23 its answer asks for a sign-in, the person signs in, and the call is run again', async () => {
    await openNotes()
    expect((await say('say hello')).phase).toBe('done')
    expect(signIn().status).toBe('none')

    const refused = await say('read note-1')
    expect(refused).toMatchObject({ phase: 'failed', error: { kind: 'auth' } })
    expect(signIn()).toMatchObject({ status: 'needed', reason: expect.any(String) })

    expect(await connectAs('ada')).toMatchObject({ status: 303, headers: { location: '/oauth/connected' } })
    expect(signIn()).toMatchObject({ status: 'signed-in', problem: null })
    host.core.retryCall(refused.id)
    await host.core.whenIdle()
    expect(lastCall()).toMatchObject({
      phase: 'done',
      by: 'model',
      input: { id: 'note-1' },
      result: { structuredContent: { text: 'Analytical engine' } },
    })
    // The model goes on with what came of its call.
    expect(host.core.getState().conversation.entries.at(-1)).toMatchObject({ kind: 'assistant', text: 'Analytical engine' })
  })

  test('H23 more scopes are asked for when a tool needs them, and the old ones stay', async () => {
    await openNotes()
    await say('read note-1')
    await connectAs('ada', ['notes:read'])
    expect(signIn().granted).toEqual(['notes:read'])
    const refused = await say('share it')
    expect(refused).toMatchObject({ phase: 'failed', error: { kind: 'auth' } })
    expect(signIn()).toMatchObject({ status: 'needed', scopes: expect.arrayContaining(['notes:share']) })
    await connectAs('ada')
    expect(signIn().granted).toEqual(expect.arrayContaining(['notes:read', 'notes:share']))
    host.core.retryCall(refused.id)
    await host.core.whenIdle()
    expect(lastCall()).toMatchObject({ phase: 'done', result: { structuredContent: { text: 'shared' } } })
  })

  test('H23 the person may say no there, or not now here, and is asked again by the next call', async () => {
    await openNotes()
    await say('read note-1')
    expect(await connectAs(null)).toMatchObject({ headers: { location: '/oauth/failed' } })
    expect(signIn()).toMatchObject({ status: 'needed', problem: expect.stringContaining('said no') })
    host.core.servers.cancelSignIn('notes')
    expect(signIn()).toMatchObject({ status: 'none', problem: null })
    await say('read note-1')
    expect(signIn().status).toBe('needed')
  })

  test('H23 signed out, the server knows nobody again', async () => {
    await openNotes()
    await say('read note-1')
    await connectAs('ada')
    await host.core.servers.signOut('notes')
    expect(signIn().status).toBe('none')
    expect((await say('read note-1')).error?.kind).toBe('auth')
  })

  test('SEC4 no token or code is in the state, the log of messages, the trace, the file of the conversation or an address', async () => {
    const seen: string[] = []
    const { fetch: real } = globalThis
    globalThis.fetch = async (input, init) => {
      const answer = await real(input, init)
      if (String(input instanceof Request ? input.url : input).endsWith('/token')) seen.push(await answer.clone().text())
      return answer
    }
    try {
      await openNotes()
      const refused = await say('read note-1')
      const back = await connectAs('ada')
      host.core.retryCall(refused.id)
      await host.core.whenIdle()
      const { access_token: token, refresh_token: refresh } = JSON.parse(seen[0] ?? '{}') as Record<string, string>
      expect(token).toMatch(/.{20,}/)
      const file = (): Promise<string> => readFile(join(dataDir, 'conversation.json'), 'utf8').catch(() => '')
      await vi.waitUntil(async () => (await file()).includes('Analytical engine'), { timeout: 5_000 })
      const everything = JSON.stringify([host.core.getState(), host.core.log.listWhole(), back.headers, back.body, await file()])
      expect(everything).not.toContain(token)
      if (refresh !== undefined) expect(everything).not.toContain(refresh)
      expect(everything).not.toContain('code=')
    } finally {
      globalThis.fetch = real
    }
  })
})

describe('the way back from the authorization server', () => {
  test('SEC4 an answer counts once, and only with the state of a sign-in that was begun here', async () => {
    await openNotes()
    await say('read note-1')
    const url = new URL(await host.core.servers.signIn('notes'))
    const back = await answerSignIn(url, { user: 'ada' })
    const forged = new URL(back)
    forged.searchParams.set('state', 'x'.repeat(40))
    expect((await comeBack(forged)).headers['location']).toBe('/oauth/failed')
    expect(signIn().status).toBe('waiting')
    expect((await comeBack(back)).headers['location']).toBe('/oauth/connected')
    expect((await comeBack(back)).headers['location']).toBe('/oauth/failed')
    expect(signIn().status).toBe('signed-in')
  })

  test('H23 an answer of another issuer is refused, whatever it says (RFC 9207)', async () => {
    await openNotes()
    await say('read note-1')
    const back = await answerSignIn(new URL(await host.core.servers.signIn('notes')), { user: 'ada' })
    back.searchParams.set('iss', 'https://other.example')
    expect((await comeBack(back)).headers['location']).toBe('/oauth/failed')
    expect(signIn().status).toBe('needed')
    const denied = await answerSignIn(new URL(await host.core.servers.signIn('notes')), { user: null })
    denied.searchParams.set('iss', 'https://other.example')
    denied.searchParams.set('error_description', 'CANARY of another server')
    await comeBack(denied)
    expect(signIn().problem).not.toContain('CANARY')
  })

  test('H23 the request has PKCE S256, the resource, and the client id that ChatGPT has', async () => {
    const { mcpUrl } = await openNotes()
    await say('read note-1')
    const { searchParams: asked } = new URL(await host.core.servers.signIn('notes'))
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: mcpUrl,
      client_id: 'https://chatgpt.com/oauth/client.json',
      redirect_uri: `${host.url}/oauth/callback`,
    })
  })

  test('H23 where client ids are no addresses, the host registers itself, once', async () => {
    const { fetch: real } = globalThis
    let registrations = 0
    globalThis.fetch = async (input, init) => {
      const url = String(input instanceof Request ? input.url : input)
      const answer = await real(input, init)
      if (url.endsWith('/reg')) registrations += 1
      if (!url.includes('/.well-known/') || !answer.ok) return answer
      const { client_id_metadata_document_supported: _left, ...rest } = (await answer.json()) as Record<string, unknown>
      return Response.json(rest)
    }
    try {
      await openNotes()
      await say('read note-1')
      const { searchParams: asked } = new URL(await host.core.servers.signIn('notes'))
      expect(asked.get('client_id')).not.toContain('chatgpt.com')
      expect((await connectAs('ada')).headers['location']).toBe('/oauth/connected')
      expect(registrations).toBe(1)
    } finally {
      globalThis.fetch = real
    }
  })

  test('SEC3 the callback is behind the Host check, and says nothing of what it was sent', async () => {
    await openNotes()
    const foreign = await rawRequest({ port: host.port, path: '/oauth/callback?state=x', headers: { host: 'evil.example' } })
    expect(foreign.status).toBe(403)
    const page = await comeBack(`${host.url}/oauth/failed?error=<script>alert(1)</script>`)
    expect(page.status).toBe(200)
    expect(page.body).not.toContain('script')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  })
})

test('H23 a server that lets nobody in at all is a failed connection with a sign-in to it, and connects by it', async () => {
  const issuer = await openDevAuth()
  const locked = await startLockedServer(issuer)
  await start(locked.mcpUrl)
  expect(app()).toMatchObject({ status: 'failed', problem: expect.stringContaining('sign in'), signIn: { status: 'needed' } })
  await connectAs('ada')
  expect(app()).toMatchObject({ status: 'connected', signIn: { status: 'signed-in' } })
  const state: HostState = host.core.getState()
  expect(state.apps[0]?.tools.map(({ name }) => name)).toEqual(['greet'])

  // The token is not taken any more: refreshed without a word, as long as that works.
  locked.revoke()
  expect((await say('say hello')).phase).toBe('done')

  // A 403 asks for more than was agreed to: what was agreed to before is asked for again with it.
  locked.demand('extra')
  await host.core.connect()
  expect(signIn()).toMatchObject({ status: 'needed', scopes: ['extra'], reason: 'More is needed' })
  const asked = new URL(await host.core.servers.signIn('notes')).searchParams.get('scope')?.split(' ')
  expect(asked).toEqual(expect.arrayContaining(['notes', 'extra']))
})
