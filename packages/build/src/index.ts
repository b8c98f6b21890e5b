export { buildView, type BuildViewOptions, type BuiltView } from './build-view.ts'
export type { ViewLibrary } from './bundle-view.ts'
export { startViewServer, VIEW_SERVER_PORT, type ViewServer, type ViewServerOptions } from './dev/start-view-server.ts'
