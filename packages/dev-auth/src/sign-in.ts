import { createHash, randomBytes } from 'node:crypto'
import { DevAuthError } from './dev-auth-error.ts'
import { DEV_CLIENT_ID } from './dev-auth-options.ts'

export interface SignInAnswer {
  /** Id of the user whose button is pressed; null presses Cancel. */
  user: string | null
  /** Of the scopes asked for, the ones agreed to. Default: all. */
  agreeTo?: readonly string[]
}

export interface SignInOptions extends SignInAnswer {
  /** What the token is for: the MCP URL of the server. */
  resource: string
  /** Default: none. */
  scopes?: readonly string[]
  /** Default DEV_CLIENT_ID. */
  clientId?: string
  /** Where the browser is sent back to; nothing has to listen there. Default a loopback address. */
  redirectUri?: string
}

export interface Tokens {
  accessToken: string
  refreshToken: string | null
  /** Space-separated, as granted. */
  scope: string
  /** Seconds. */
  expiresInS: number
}

/**
 * Signs in as a test does: the whole code flow with PKCE through the real pages, without a browser.
 * @throws {DevAuthError} DEV_AUTH_SIGN_IN when the server answers anything else than a token; the message says what.
 */
export async function signIn(issuer: string, options: SignInOptions): Promise<Tokens> {
  const { clientId = DEV_CLIENT_ID, redirectUri = 'http://localhost/callback' } = options
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('hex')
  const ask = new URL('/auth', issuer)
  ask.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: options.resource,
    ...(options.scopes === undefined || options.scopes.length === 0 ? {} : { scope: options.scopes.join(' ') }),
  }).toString()
  const { searchParams: answer } = await answerSignIn(ask, options)
  // RFC 9207: who answers is who was asked
  if (answer.get('state') !== state || answer.get('iss') !== issuer) throw failed(`an answer of another sign-in: ${answer}`)
  const code = answer.get('code')
  if (code === null) throw failed(`${answer.get('error')}: ${answer.get('error_description')}`)
  return requestTokens(issuer, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    client_id: clientId,
    redirect_uri: redirectUri,
    resource: options.resource,
  })
}

/** Trades a refresh token for new tokens; the old one is used up. @throws {DevAuthError} DEV_AUTH_SIGN_IN. */
export function refresh(issuer: string, refreshToken: string, resource: string, clientId = DEV_CLIENT_ID): Promise<Tokens> {
  return requestTokens(issuer, { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, resource })
}

/**
 * Does in a browser's place what a person does at an authorization URL: goes from page to page, presses a button, and answers the address
 * that the browser is then sent to, which nothing is asked of.
 * @throws {DevAuthError} DEV_AUTH_SIGN_IN when a page says no; the message holds its text.
 */
export async function answerSignIn(authorizationUrl: URL, answer: SignInAnswer): Promise<URL> {
  const redirectUri = authorizationUrl.searchParams.get('redirect_uri') ?? ''
  const back = URL.canParse(redirectUri) ? new URL(redirectUri) : null
  const cookies = new Map<string, string>()
  let url = authorizationUrl
  let form: URLSearchParams | null = null
  for (let step = 0; step < 10; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response: Response = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: cookie },
      ...(form === null ? {} : { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const location = response.headers.get('location')
    if (location === null) {
      const html = await response.text()
      if (response.status !== 200 || form !== null) throw failed(`${response.status} ${textOf(html)}`)
      form = pressed(html, answer)
      url = withinServer(new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', url), authorizationUrl)
      continue
    }
    form = null
    url = new URL(location, url)
    if (back !== null && url.host === back.host && url.pathname === back.pathname && url.protocol === back.protocol) return url
    withinServer(url, authorizationUrl)
  }
  throw failed('one page after the other')
}

/** Cookies and the answer go to the server that was asked, and to no other that it names. */
function withinServer(url: URL, asked: URL): URL {
  if (url.origin !== asked.origin) throw failed(`a way to ${url.origin}, which is not the server that was asked`)
  return url
}

function pressed(html: string, { user, agreeTo }: SignInAnswer): URLSearchParams {
  if (user === null) return new URLSearchParams([['cancel', 'yes']])
  const offered = [...html.matchAll(/name="scope" value="([^"]+)"/g)].map(([, scope = '']) => scope.replaceAll('&amp;', '&'))
  const agreed = offered.filter((scope) => agreeTo?.includes(scope) ?? true)
  return new URLSearchParams([['user', user], ...agreed.map((scope) => ['scope', scope])])
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const [name = '', ...value] = pair.split('=')
  if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, value.join('='))
}

async function requestTokens(issuer: string, form: Record<string, string>): Promise<Tokens> {
  const response = await fetch(new URL('/token', issuer), { method: 'POST', body: new URLSearchParams(form) })
  const body = (await response.json()) as Record<string, unknown>
  const { access_token: accessToken, refresh_token: refreshToken, scope, expires_in: expiresInS } = body
  if (typeof accessToken !== 'string') throw failed(`${String(body['error'])}: ${String(body['error_description'])}`)
  return {
    accessToken,
    refreshToken: typeof refreshToken === 'string' ? refreshToken : null,
    scope: typeof scope === 'string' ? scope : '',
    expiresInS: Number(expiresInS),
  }
}

function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function failed(what: string): DevAuthError {
  return new DevAuthError('DEV_AUTH_SIGN_IN', `Expected a token, got ${what}`)
}
