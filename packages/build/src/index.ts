export { buildView, type BuildViewOptions, type BuiltView } from './build-view.ts'
export type { ViewLibrary } from './bundle-view.ts'
