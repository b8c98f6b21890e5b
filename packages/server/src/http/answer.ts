import { HttpRefusal, httpError, refusalBody } from './http-refusal.ts'
import { isOutcomeUnknown } from '../stores/is-outcome-unknown.ts'
import { isStoreUnavailable } from '../stores/is-store-unavailable.ts'
import type { RouteReply } from './route.ts'

/** A page of ours runs no script, loads nothing from elsewhere and is framed by nobody. */
const HTML_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

/** On every answer, refusals included, unless the answer states its own. */
export const BASE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

export function replyResponse(reply: RouteReply): Response {
  const status = reply.status ?? 200
  if ('html' in reply) {
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': HTML_CSP, ...reply.headers }
    return new Response(reply.html, { status, headers })
  }
  return new Response(JSON.stringify(reply.json), { status, headers: { 'Content-Type': 'application/json', ...reply.headers } })
}

/** Turns whatever a route threw into an answer; `log` gets what must not be sent. */
export function refusalOf(error: unknown, newId: () => string, log: (error: unknown, errorId: string) => void): HttpRefusal {
  if (error instanceof HttpRefusal) return error
  const errorId = newId()
  log(error, errorId)
  if (isOutcomeUnknown(error)) {
    const message = `The server cannot tell whether it was saved: look at the current state before you send it again. Error id: ${errorId}`
    return httpError(503, 'unavailable', message)
  }
  if (isStoreUnavailable(error)) {
    const message = `The server cannot save at the moment. Send the same request again. Error id: ${errorId}`
    return httpError(503, 'unavailable', message, { headers: { 'Retry-After': '1' } })
  }
  return httpError(500, 'internal_error', `Something went wrong on the server. Error id: ${errorId}`)
}

export function refusalResponse(refusal: HttpRefusal): Response {
  return Response.json(refusalBody(refusal), { status: refusal.status, headers: { ...refusal.headers } })
}
