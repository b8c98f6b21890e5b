import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { DevUser } from './dev-auth-options.ts'
import { errorPage, PAGE_HEADERS, signInPage } from './pages.ts'
import { OPENID_SCOPES } from './provider-config.ts'
import { readBody } from './read-body.ts'

/** Serves the page of a sign-in and takes its answer. */
export async function answerInteraction(
  provider: Provider,
  users: readonly DevUser[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => null)
  if (details === null) return send(response, 400, errorPage('session_not_found', 'This sign-in is over. Go back to the app and start again.'))
  const asked = wordsOf(details.params['scope'])
  const resources = listOf(details.params['resource'])
  if (request.method !== 'POST') {
    const client = await provider.Client.find(String(details.params['client_id']))
    const scopes = asked.filter((scope) => !OPENID_SCOPES.has(scope))
    const clientName = client?.clientName ?? client?.clientId ?? 'An app'
    return send(response, 200, signInPage({ action: `/sign-in/${details.uid}`, clientName, resources, scopes, users }))
  }
  const form = await readForm(request)
  const user = users.find(({ id }) => id === form?.get('user'))
  if (form === null || user === undefined) {
    const result = { error: 'access_denied', error_description: 'The sign-in was cancelled.' }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }
  const chosen = form.getAll('scope')
  const grant = new provider.Grant({ accountId: user.id, clientId: String(details.params['client_id']) })
  grant.addOIDCScope(asked.filter((scope) => OPENID_SCOPES.has(scope)).join(' '))
  for (const resource of resources) {
    grant.addResourceScope(resource, asked.filter((scope) => chosen.includes(scope)).join(' '))
    grant.rejectResourceScope(resource, asked.filter((scope) => !chosen.includes(scope)).join(' '))
  }
  const result = { login: { accountId: user.id }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, PAGE_HEADERS).end(html)
}

/** The form, or null when it is no form of ours. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const text = await readBody(request, 'application/x-www-form-urlencoded')
  return text === null ? null : new URLSearchParams(text)
}

function wordsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : []
}

function listOf(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => typeof item === 'string')
}
