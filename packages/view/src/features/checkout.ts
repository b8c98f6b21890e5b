import type { CheckoutSession } from '@lockstep/contract'
import type { ViewRuntime } from '../view-runtime.ts'
import { unsupported } from './unsupported.ts'

/** Checkout is a private beta: most hosts have none. It may come late, so ask when rendering. */
export function canCheckout(runtime: ViewRuntime): boolean {
  return runtime.host.openAi('requestCheckout') !== undefined
}

/**
 * Opens ChatGPT's payment sheet and resolves with the result of the server's `complete_checkout`, which must be idempotent.
 * @throws {ViewError} also when the person cancels: VIEW_REFUSED or VIEW_TRANSPORT, by the host's words
 */
export async function requestCheckout(runtime: ViewRuntime, session: CheckoutSession): Promise<unknown> {
  const { host } = runtime
  await host.settled
  const pay = host.openAi('requestCheckout')
  if (!pay) throw unsupported('checkout')
  return host.wait(() => pay(session), 'requestCheckout', { timeoutMs: Infinity })
}
