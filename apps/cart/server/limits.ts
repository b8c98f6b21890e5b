/** The cart's limits, one home. Those of a line and of a list are in `shared/cart-spec.ts`, because the widget needs them too. */
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Milliseconds without use after which a cart is gone, and a conversation forgets which one was its. */
export const CART_IDLE_TTL_MS = 30 * DAY_MS
/** Milliseconds an order page stays readable. */
export const ORDER_TTL_MS = 365 * DAY_MS
/** Milliseconds in which the same creating call of one conversation counts as a repeat. */
export const CREATE_REPEAT_MS = 2 * MINUTE_MS
/** Lines a model is shown; the rest is counted. */
export const MODEL_LINES_MAX = 40
/** Changes a model is told of. */
export const MODEL_CHANGES_MAX = 10
/** Products one search returns. */
export const SEARCH_RESULTS_MAX = 10
/** Characters of a search. */
export const QUERY_MAX_CHARS = 200
/** Candidates named when a name is ambiguous. */
export const CHOICES_MAX = 5
/** Products the widget is offered to add. */
export const SUGGESTIONS_COUNT = 8
/** Characters of a cart id a client may choose. */
export const CART_ID_MAX_CHARS = 64
