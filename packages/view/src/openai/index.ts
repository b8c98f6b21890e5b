export { createOpenAiFacade, type OpenAiFacade } from './create-facade.ts'
export type { FacadeContext, FacadeSafeArea, FacadeView } from './live-values.ts'
