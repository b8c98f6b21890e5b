import type { ActionContext } from './action-context.ts'

/** How exactly a view has to speak. */
export interface FormActions {
  isStrict(): boolean
  /** Tells the developer, once, of something that works here and would not, or not surely, in ChatGPT. */
  warn(member: string, message: string): void
}

export function createFormActions(context: ActionContext): FormActions {
  return { isStrict: () => context.settings().strictness === 'strict', warn: context.warn }
}
