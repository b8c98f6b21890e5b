/** Methods of the MCP Apps bridge (JSON-RPC over postMessage). @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const VIEW_TO_HOST = {
  initialize: 'ui/initialize',
  /** The host sends nothing before it. */
  initialized: 'ui/notifications/initialized',
  toolsCall: 'tools/call',
  resourcesRead: 'resources/read',
  message: 'ui/message',
  updateModelContext: 'ui/update-model-context',
  openLink: 'ui/open-link',
  requestDisplayMode: 'ui/request-display-mode',
  sizeChanged: 'ui/notifications/size-changed',
  /** Draft: the host may ignore it. */
  requestTeardown: 'ui/notifications/request-teardown',
  log: 'notifications/message',
  cancelled: 'notifications/cancelled',
  ping: 'ping',
} as const

export const HOST_TO_VIEW = {
  /** Any number, never after tool-input; JSON made whole. */
  toolInputPartial: 'ui/notifications/tool-input-partial',
  /** Exactly once, before the result. */
  toolInput: 'ui/notifications/tool-input',
  toolResult: 'ui/notifications/tool-result',
  toolCancelled: 'ui/notifications/tool-cancelled',
  /** Partial: to be merged. */
  hostContextChanged: 'ui/notifications/host-context-changed',
  /** A request; awaited before the view is taken away. */
  resourceTeardown: 'ui/resource-teardown',
} as const

/** More that a view may ask; the lists are passed on to its server. Apart, because few views need any of it. */
export const VIEW_TO_HOST_MORE = {
  toolsList: 'tools/list',
  resourcesList: 'resources/list',
  resourceTemplatesList: 'resources/templates/list',
  promptsList: 'prompts/list',
  /** Draft; in the SDK. */
  downloadFile: 'ui/download-file',
  /** Draft; needs `hostCapabilities.sampling`. */
  createMessage: 'sampling/createMessage',
} as const

/** More that a host may send: news of the server, and (draft) calls of tools that the view itself registered. */
export const HOST_TO_VIEW_MORE = {
  toolsListChanged: 'notifications/tools/list_changed',
  resourcesListChanged: 'notifications/resources/list_changed',
  promptsListChanged: 'notifications/prompts/list_changed',
  progress: 'notifications/progress',
  ping: 'ping',
  toolsCall: 'tools/call',
  toolsList: 'tools/list',
} as const

/** Between the outer frame and the host; never relayed to the view. */
export const SANDBOX_MESSAGES = {
  proxyReady: 'ui/notifications/sandbox-proxy-ready',
  resourceReady: 'ui/notifications/sandbox-resource-ready',
} as const
