import { randomBytes } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { DEV_CLIENT } from './dev-auth-options.ts'
import { isLoopbackUrl } from './loopback.ts'

export interface Registered {
  status: number
  body: Record<string, unknown>
}

/**
 * Takes a client that registers itself (RFC 7591). Ours rather than the library's, which refuses a client that names the scopes of a resource,
 * and the official MCP client names those it was challenged for.
 */
export async function registerClient(clients: Adapter, body: unknown): Promise<Registered> {
  const asked = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  const { redirect_uris: uris, client_name: name, grant_types: grants } = asked
  if (!Array.isArray(uris) || uris.length === 0 || !uris.every((uri) => typeof uri === 'string' && isLoopbackUrl(uri) && !uri.includes('#'))) {
    return refused('invalid_redirect_uri', 'Expected redirect_uris on loopback: this server is for development on one machine.')
  }
  const method = asked['token_endpoint_auth_method'] ?? 'none'
  if (method !== 'none')
    return refused('invalid_client_metadata', `Expected a public client (token_endpoint_auth_method none), got ${JSON.stringify(method)}.`)
  const client = {
    ...DEV_CLIENT,
    client_id: `dev-${randomBytes(12).toString('base64url')}`,
    client_name: typeof name === 'string' && name !== '' ? name.slice(0, 100) : 'An app',
    redirect_uris: uris,
    grant_types: Array.isArray(grants) && !grants.includes('refresh_token') ? ['authorization_code'] : DEV_CLIENT.grant_types,
    // the kind that lets localhost be a redirect with either scheme
    application_type: 'web',
  }
  await clients.upsert(client.client_id, client as AdapterPayload, 0)
  return { status: 201, body: client }
}

function refused(error: string, description: string): Registered {
  return { status: 400, body: { error, error_description: description } }
}
