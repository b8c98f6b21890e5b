import type { ToolContext } from './tool.ts'

/** What a person is asked before something is destroyed. */
export interface ConfirmQuestion {
  /** One sentence that names what will be lost: "Delete the 3 notes of May?" */
  question: string
  /** What the answer is bound to beside the arguments, such as the revision it was asked at: another one asks again. */
  revision?: string | number
}

/** `host`, or the question itself; null from the function means that there is nothing to ask. */
export type ConfirmRule<Input> = 'host' | ((input: Input, context: ToolContext) => ConfirmQuestion | null | Promise<ConfirmQuestion | null>)
