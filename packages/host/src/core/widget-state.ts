import { isRecord } from '@lockstep/contract'

/** The halves of a view's state that the model may see. */
export interface VisibleWidgetState {
  modelContent: unknown
  imageIds: string[]
}

/**
 * Only `modelContent` and `imageIds` of the structured form are for the model; a state in another form is all visible.
 * @see developers.openai.com/plugins/build/chatgpt-ui, the unstructured form by the 2025 documentation (checked 2026-11-21)
 */
export function splitWidgetState(state: Record<string, unknown> | null): VisibleWidgetState {
  if (state === null) return { modelContent: null, imageIds: [] }
  const isStructured = 'modelContent' in state || 'privateContent' in state
  if (!isStructured) return { modelContent: state, imageIds: [] }
  const { modelContent, imageIds } = state
  const content = typeof modelContent === 'string' || isRecord(modelContent) ? modelContent : null
  return { modelContent: content, imageIds: Array.isArray(imageIds) ? imageIds.filter((id): id is string => typeof id === 'string') : [] }
}
