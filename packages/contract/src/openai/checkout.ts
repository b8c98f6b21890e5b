/** Argument of `requestCheckout`, a private beta: existence certain, fields from older documentation. @see developers.openai.com/apps-sdk/build/monetization (checked 2026-11-21) */
export interface CheckoutSession {
  id: string
  status: 'ready_for_payment'
  /** ISO 4217. */
  currency: string
  payment_mode: 'live' | 'test'
  payment_provider: { provider: string; merchant_id: string; supported_payment_methods: CheckoutMethod[] }
  totals: CheckoutTotal[]
  line_items?: unknown[]
  links: Array<{ type: 'terms_of_use' | 'privacy_policy' | (string & {}); url: string }>
}

export type CheckoutMethod = 'card' | 'apple_pay' | 'google_pay'

export interface CheckoutTotal {
  type: string
  display_text: string
  /** Minor units of the currency. */
  amount: number
}

/** The server tool that ChatGPT calls when the person pays; its result is what `requestCheckout` resolves with. Make it idempotent. */
export const COMPLETE_CHECKOUT_TOOL = 'complete_checkout'

/** Arguments of `complete_checkout`. */
export interface CompleteCheckoutInput {
  checkout_session_id: string
  buyer: unknown
  payment_data: unknown
}

/** Failures that ChatGPT shows on its payment sheet. */
export type CheckoutFailure = 'payment_declined' | 'requires_3ds'
