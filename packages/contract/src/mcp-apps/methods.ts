/** Methods of the MCP Apps bridge beside `VIEW_TO_HOST`: more that a view may ask; the lists are passed on to its server. Apart, because few views need any of it. */
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
