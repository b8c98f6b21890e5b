import { CART_LINES_MAX, NOTE_MAX_CHARS } from '../shared/cart-spec.ts'

/** The cart's limits, one home. Those of a line and of a list are in `shared/cart-spec.ts`, because the widget needs them too. */
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Milliseconds without use after which a cart is gone, and a conversation forgets which one was its. */
export const CART_IDLE_TTL_MS = 30 * DAY_MS
/** Milliseconds an order page stays readable. */
export const ORDER_TTL_MS = 365 * DAY_MS
/** Milliseconds in which the same creating call of one conversation counts as a repeat. */
export const CREATE_REPEAT_MS = 2 * MINUTE_MS
/** Lines a model is shown, and the characters of their JSON; the rest is counted. All of a result together stays below 4,000 tokens. */
export const MODEL_LINES_MAX = 40
export const MODEL_LINES_MAX_CHARS = 6_500
/** Changes a model is told of, the newest. */
export const MODEL_CHANGES_MAX = 10
export const MODEL_CHANGES_MAX_CHARS = 1_500
/** Characters of the outcomes of one call that a model is told one by one, those first that need an answer. */
export const MODEL_OUTCOMES_MAX_CHARS = 2_500
/** Members of a call that were left out and are named. */
export const DROPPED_NAMED_MAX = 8
/** Log entries a view is told the changes of; an older view gets the whole cart and no news. */
export const VIEW_LOG_ENTRIES = 64
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
/** Characters of a line's id: the longest is a free-text name, percent-encoded. */
export const LINE_ID_MAX_CHARS = 800
/** Bytes of a line in JSON beside its id and its note. */
const LINE_FRAME_BYTES = 50
/** Bytes one character of a note can take in UTF-8. */
const CHAR_MAX_BYTES = 3
/** Bytes of what stands around the lines. */
const ENVELOPE_BYTES = 2 * 1024
/** Bytes of one written list: whatever a cart may hold can also be sent back, or a person could not change it any more. */
export const SYNC_BODY_MAX_BYTES = CART_LINES_MAX * (LINE_ID_MAX_CHARS + NOTE_MAX_CHARS * CHAR_MAX_BYTES + LINE_FRAME_BYTES) + ENVELOPE_BYTES
