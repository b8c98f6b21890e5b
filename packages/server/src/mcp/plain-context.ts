import { SdkError, SdkErrorCode, type Notification, type ServerContext } from '@modelcontextprotocol/server'
import type { PlainRequest } from './plain-request.ts'

export interface PlainContext {
  readonly context: ServerContext
  /** What the handler said besides its answer; it goes out before it. */
  readonly said: readonly Notification[]
}

/** Messages a handler may send without anything being announced or agreed for them. */
const FREE_NOTIFICATIONS: ReadonlySet<string> = new Set([
  'notifications/progress',
  'notifications/cancelled',
  'notifications/tools/list_changed',
  'notifications/resources/list_changed',
  'notifications/resources/updated',
])

/** What a handler gets as `context.mcp` when the SDK is not asked: the same members, about a request that asks for no extras. */
export function plainContext(plain: PlainRequest, request: Request, hasLogging: boolean): PlainContext {
  const said: Notification[] = []
  const context: ServerContext = {
    mcpReq: {
      id: plain.id,
      method: plain.method,
      ...(plain.meta === undefined ? {} : { _meta: plain.meta }),
      ...(plain.envelope === null ? {} : { envelope: plain.envelope }),
      requestState: () => undefined,
      signal: request.signal,
      send: () => Promise.reject(cannotAsk()),
      notify: (notification) => {
        const isFree = FREE_NOTIFICATIONS.has(notification.method) || (hasLogging && notification.method === 'notifications/message')
        if (!isFree) return Promise.reject(notAnnounced(notification.method))
        said.push(notification)
        return Promise.resolve()
      },
      // the caller asked for no log: that is what makes the request plain
      log: () => Promise.resolve(),
      elicitInput: () => Promise.reject(cannotAsk()),
      requestSampling: () => Promise.reject(cannotAsk()),
    },
    http: { req: request },
  }
  return { context, said }
}

function notAnnounced(method: string): SdkError {
  return new SdkError(SdkErrorCode.CapabilityNotSupported, `The server has not announced what ${method} needs.`)
}

function cannotAsk(): SdkError {
  return new SdkError(SdkErrorCode.CapabilityNotSupported, 'This client cannot be asked while a request runs; answer inputRequired(...) instead.')
}
