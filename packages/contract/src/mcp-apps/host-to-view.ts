/**
 * `HOST_TO_VIEW`: methods of the MCP Apps bridge (JSON-RPC over postMessage) that a host sends. One constant each: a view's bundle holds only those it uses.
 * @see MCP Apps specification 2026-01-26 (checked 2026-11-21)
 */

/** Any number, never after tool-input; JSON made whole. */
export const toolInputPartial = 'ui/notifications/tool-input-partial'
/** Exactly once, before the result. */
export const toolInput = 'ui/notifications/tool-input'
export const toolResult = 'ui/notifications/tool-result'
export const toolCancelled = 'ui/notifications/tool-cancelled'
/** Partial: to be merged. */
export const hostContextChanged = 'ui/notifications/host-context-changed'
/** A request; awaited before the view is taken away. */
export const resourceTeardown = 'ui/resource-teardown'
