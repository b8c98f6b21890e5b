/**
 * `VIEW_TO_HOST`: methods of the MCP Apps bridge (JSON-RPC over postMessage) that a view sends. One constant each: a view's bundle holds only those it uses.
 * @see MCP Apps specification 2026-01-26 (checked 2026-11-21)
 */

/** The view's first word. */
export const initialize = 'ui/initialize'
/** The host sends nothing before it. */
export const initialized = 'ui/notifications/initialized'
export const toolsCall = 'tools/call'
export const resourcesRead = 'resources/read'
export const message = 'ui/message'
export const updateModelContext = 'ui/update-model-context'
export const openLink = 'ui/open-link'
export const requestDisplayMode = 'ui/request-display-mode'
export const sizeChanged = 'ui/notifications/size-changed'
/** Draft: the host may ignore it. */
export const requestTeardown = 'ui/notifications/request-teardown'
export const log = 'notifications/message'
export const cancelled = 'notifications/cancelled'
export const ping = 'ping'
