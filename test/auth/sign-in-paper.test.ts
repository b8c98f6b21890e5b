import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signIn, startDevAuth } from '@lockstep/dev-auth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAppServer } from '../../packages/cli/src/app-server.ts'
import { documentFiles } from '../papers/document-files.ts'
import { freePort } from '../support/free-port.ts'
import { bearer, callMcp, type McpAnswer } from './support/call-mcp.ts'

const root = join(import.meta.dirname, '..', '..')
const files = documentFiles(readFileSync(join(root, 'docs', 'sign-in.md'), 'utf8'))

let folder = ''
let mcpUrl = ''
let issuer = ''
const closers: (() => Promise<unknown>)[] = []
const printed: string[] = []
const stopped = new AbortController()

/** The app of the document, as it stands there. */
beforeAll(async () => {
  mkdirSync(join(root, '.lockstep'), { recursive: true })
  folder = mkdtempSync(join(root, '.lockstep', 'sign-in-'))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const devAuth = await startDevAuth({ port: 0, log: () => {} })
  issuer = devAuth.issuer
  closers.push(devAuth.close)
  const port = await freePort()
  mcpUrl = `http://localhost:${port}/mcp`
  const env = { ...process.env, AUTH_ISSUER: issuer, PORT: String(port) }
  const place = { name: 'notes', module: join(folder, 'notes', 'main.ts'), cwd: folder, mcpUrl, env }
  const server = await startAppServer({ ...place, print: (line) => printed.push(line), signal: stopped.signal })
  closers.push(() => server.stop())
}, 30_000)

afterAll(async () => {
  for (const close of closers.toReversed()) await close()
  stopped.abort()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

async function headersOf(user: string, scopes: readonly string[] = ['notes:read', 'notes:write']): Promise<Record<string, string>> {
  return bearer((await signIn(issuer, { user, resource: mcpUrl, scopes })).accessToken)
}

function save(documentId: string, text: string, headers: Record<string, string>): Promise<McpAnswer> {
  const mutation = {
    v: 2,
    epoch: null,
    baseRevision: null,
    mutationId: `m-${text}`,
    clientId: `c-${text}`,
    seq: 1,
    supersedes: [],
    onConflict: 'merge',
  }
  return callMcp(mcpUrl, 'sync_notes', { ...mutation, documentId, value: { notes: { first: text } } }, headers)
}

test('S2.V.2 SEC1 two people of the app in docs/sign-in.md have their own documents, and each other’s are not there', async () => {
  const [ada, grace] = [await headersOf('ada'), await headersOf('grace')]
  const idOf = async (headers: Record<string, string>) => {
    const { structuredContent } = (await callMcp(mcpUrl, 'my_notes', {}, headers)).result ?? {}
    return (structuredContent as { documentId: string }).documentId
  }
  const [adas, graces] = [await idOf(ada), await idOf(grace)]
  expect(adas).not.toBe(graces)
  expect((await save(adas, 'engine', ada)).result).toMatchObject({ structuredContent: { documentId: adas, revision: 1 } })

  for (const foreign of [await save(adas, 'compiler', grace), await callMcp(mcpUrl, 'notes_changes', { documentId: adas }, grace)]) {
    expect(foreign.result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'not_found' } } })
    expect(foreign.text).not.toContain('engine')
  }
  const unknown = await callMcp(mcpUrl, 'notes_changes', { documentId: adas.replace(/.$/, 'z') }, grace)
  const withoutId = (answer: McpAnswer) => JSON.stringify(answer.result).replaceAll(/n-\w+/g, 'ID')
  expect(withoutId(unknown)).toBe(withoutId(await callMcp(mcpUrl, 'notes_changes', { documentId: adas }, grace)))

  expect((await callMcp(mcpUrl, 'my_notes', {}, ada)).result?.structuredContent).toEqual({ documentId: adas, notes: ['engine'] })
  expect((await callMcp(mcpUrl, 'my_notes', {}, grace)).result?.structuredContent).toEqual({ documentId: graces, notes: [] })
  // the process writes a line per request, and no token into any
  await expect.poll(() => printed.join('\n')).toContain('notes_changes')
  for (const { Authorization = '' } of [ada, grace]) expect(printed.join('\n')).not.toContain(Authorization.slice('Bearer '.length))
})

test('SEC18 the app in docs/sign-in.md needs what the document says', async () => {
  expect(await callMcp(mcpUrl, 'my_notes', {})).toMatchObject({ status: 401 })
  expect(await callMcp(mcpUrl, 'my_notes', {}, await headersOf('ada', ['notes:write']))).toMatchObject({ status: 403 })
  const reader = await headersOf('ada', ['notes:read'])
  expect((await callMcp(mcpUrl, 'my_notes', {}, reader)).result?.isError).not.toBe(true)
  expect((await callMcp(mcpUrl, 'notes_changes', { documentId: 'n-1' }, reader)).result?._meta?.['lockstep/error']).toMatchObject({
    code: 'auth_required',
    reason: 'insufficient_scope',
    scopes: ['notes:read', 'notes:write'],
  })
})
