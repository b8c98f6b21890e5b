import { isRecord } from '@lockstep/contract'
import { ViewError } from '../view-error.ts'
import type { ViewRuntime } from '../view-runtime.ts'
import type { StateHalf, ViewState } from '../view-snapshot.ts'

/** Member of the private half that remembers what our halves cannot: a private part of null, and a model part that is a text. */
const FORM = 'lockstep/form'

/** The state in the form it was written in, over a reload too: flat, or `{ modelContent, privateContent, imageIds }`; null before the first write. */
export function readWidgetState({ private: hidden, model, imageIds }: ViewState): Readonly<Record<string, unknown>> | null {
  // only a flat state has no private half at all
  if (hidden === null) return model
  const { [FORM]: form, ...rest } = hidden
  const { isNull, isText } = Object(form) as { isNull?: unknown; isText?: unknown }
  return { modelContent: isText === true ? model?.['text'] : model, privateContent: isNull === true ? null : rest, imageIds }
}

/**
 * Replaces the state at once. A flat one is all visible to the model, as the platform treats it.
 * @throws {ViewError} VIEW_INVALID for what is not JSON, and nothing is written; VIEW_REFUSED when the host will not keep it, and only the view has it
 */
export function writeWidgetState(runtime: ViewRuntime, state: unknown): void {
  if (state !== null && !isRecord(state)) throw notJson('an object or null')
  const problem = runtime.setViewState(state === null ? { private: null, model: null, imageIds: [] } : halvesOf(state))
  if (problem?.code === 'not_json') throw notJson(`JSON, got something else at ${problem.path}`)
  if (problem) throw new ViewError('VIEW_REFUSED', problem.message)
}

function halvesOf(state: Record<string, unknown>): { private: StateHalf | null; model: StateHalf | null; imageIds: readonly string[] } {
  const { privateContent, modelContent } = state
  const imageIds = Array.isArray(state['imageIds']) ? state['imageIds'].filter((id) => typeof id === 'string') : []
  if (!('privateContent' in state || 'modelContent' in state)) return { private: null, model: state, imageIds }
  const isNull = !isRecord(privateContent)
  const isText = typeof modelContent === 'string'
  return {
    private: { ...(isNull ? {} : privateContent), ...(isNull || isText ? { [FORM]: { isNull, isText } } : {}) },
    model: isText ? { text: modelContent } : isRecord(modelContent) ? modelContent : null,
    imageIds,
  }
}

function notJson(expected: string): ViewError {
  return new ViewError('VIEW_INVALID', `setWidgetState expects ${expected}; nothing was written`, { blame: 'user' })
}
