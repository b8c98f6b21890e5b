import { answerSignIn } from '@lockstep/dev-auth'
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
} from '@modelcontextprotocol/client'
import { expect, onTestFinished, test } from 'vitest'
import { ERAS, type Era } from '../../packages/server/src/testing/open-app.ts'
import { declareGreeting, declareNotes, openSignedInApp } from './support/signed-in-app.ts'

const CALLBACK = 'http://127.0.0.1:9/callback'

/** A client that keeps what it is given in memory and sends its person to no browser. */
class MemoryAuthProvider implements OAuthClientProvider {
  readonly redirectUrl = CALLBACK
  readonly clientMetadata = { client_name: 'Official client', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' }
  readonly clientMetadataUrl?: string
  asked: URL | null = null
  kept: OAuthTokens | undefined
  client: OAuthClientInformationMixed | undefined
  private verifier = ''
  private discovered: OAuthDiscoveryState | undefined

  constructor(clientMetadataUrl?: string) {
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl
  }
  state(): string {
    return 'state-of-the-test'
  }
  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.client
  }
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.client = client
  }
  tokens(): OAuthTokens | undefined {
    return this.kept
  }
  saveTokens(tokens: OAuthTokens): void {
    this.kept = tokens
  }
  redirectToAuthorization(url: URL): void {
    this.asked = url
  }
  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier
  }
  codeVerifier(): string {
    return this.verifier
  }
  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.discovered = state
  }
  discoveryState(): OAuthDiscoveryState | undefined {
    return this.discovered
  }
}

function open(mcpUrl: string, era: Era, authProvider: OAuthClientProvider): { client: Client; transport: StreamableHTTPClientTransport } {
  const client = new Client({ name: 'test', version: '1' }, era === 'modern' ? { versionNegotiation: { mode: 'auto' } } : {})
  onTestFinished(() => client.close())
  return { client, transport: new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider }) }
}

/** Connects, signs in where it is sent, and connects again: what every host does. */
async function signInAndConnect(mcpUrl: string, era: Era, provider: MemoryAuthProvider, user = 'ada'): Promise<Client> {
  const first = open(mcpUrl, era, provider)
  await expect(first.client.connect(first.transport)).rejects.toThrow(UnauthorizedError)
  const back = await answerSignIn(provider.asked ?? new URL('about:blank'), { user })
  expect(back.searchParams.get('state')).toBe('state-of-the-test')
  await first.transport.finishAuth(back.searchParams)
  const second = open(mcpUrl, era, provider)
  await second.client.connect(second.transport)
  return second.client
}

test.each(ERAS)('SEC18 S2.V.2 the official client finds the issuer, registers, signs in and calls (%s)', async (era) => {
  const app = await openSignedInApp(declareNotes, { auth: { scopes: ['notes:read'] } })
  const provider = new MemoryAuthProvider()
  const client = await signInAndConnect(app.mcpUrl, era, provider)
  expect(provider.asked?.origin).toBe(app.issuer)
  expect(Object.fromEntries(provider.asked?.searchParams ?? [])).toMatchObject({
    resource: app.mcpUrl,
    scope: expect.stringContaining('notes:read'),
    code_challenge_method: 'S256',
  })
  const note = await client.callTool({ name: 'read_note', arguments: { id: 'note-1' } })
  expect(note.structuredContent).toEqual({ text: 'Analytical engine' })
  expect(await client.callTool({ name: 'read_note', arguments: { id: 'note-2' } })).toMatchObject({ isError: true })
})

test('SEC18 the official client comes in by its client id document, as ChatGPT does', async () => {
  const id = 'https://chatgpt.com/oauth/client.json'
  const app = await openSignedInApp(declareNotes)
  const provider = new MemoryAuthProvider(id)
  const client = await signInAndConnect(app.mcpUrl, 'modern', provider, 'grace')
  expect(provider.client).toMatchObject({ client_id: id })
  expect((await client.callTool({ name: 'read_note', arguments: { id: 'note-2' } })).structuredContent).toEqual({ text: 'Compiler' })
})

test('SEC18 the official client refreshes a token past its end by itself', async () => {
  const provider = new MemoryAuthProvider()
  const first: { token?: string | undefined } = {}
  // the server's clock runs ahead for as long as the client holds the first token
  const now = () => Date.now() + (first.token !== undefined && provider.kept?.access_token === first.token ? 3_700_000 : 0)
  const app = await openSignedInApp(declareNotes, { clock: { now } })
  const client = await signInAndConnect(app.mcpUrl, 'modern', provider)
  first.token = provider.kept?.access_token
  const note = await client.callTool({ name: 'read_note', arguments: { id: 'note-1' } })
  expect(note.structuredContent).toEqual({ text: 'Analytical engine' })
  expect(provider.kept?.access_token).not.toBe(first.token)
})

test('H23 the official client reads a challenge in a result, and needs no sign-in before', async () => {
  const app = await openSignedInApp((declared, ran) => {
    declareGreeting(declared, ran)
    declareNotes(declared, ran)
  })
  const { client, transport } = open(app.mcpUrl, 'modern', new MemoryAuthProvider())
  await client.connect(transport)
  expect((await client.callTool({ name: 'greet', arguments: {} })).structuredContent).toEqual({ text: 'Hello, stranger' })
  const refused = await client.callTool({ name: 'share_note', arguments: {} })
  expect(refused).toMatchObject({ isError: true, _meta: { 'mcp/www_authenticate': [expect.stringContaining('error_description=')] } })
})
