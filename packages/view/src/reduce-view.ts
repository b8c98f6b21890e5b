import { HOST_TO_VIEW, isRecord, RESULT_META, type ToolResult } from '@lockstep/contract'
import { adopt } from './adopt.ts'
import { mergeHostContext, type ContextDefaults } from './host-context.ts'
import { envelopeResult, metaOf, toToolResult } from './normalise-result.ts'
import type { StateHalf, ViewConnection, ViewSnapshot, ViewState } from './view-snapshot.ts'

/** All the runtime knows; `snapshot` is what it shows of it. */
export interface ViewModel {
  readonly snapshot: ViewSnapshot
  /** MCP Apps' hostContext, merged. */
  readonly bridgeContext: StateHalf
  /** `window.openai`'s values, merged. */
  readonly globals: StateHalf
  /** The bridge has brought tool data: from then on it alone is believed for it. */
  readonly hasBridgeInput: boolean
  readonly hasBridgeResult: boolean
  /** The view wrote its state: from then on echoes of older states are ignored. */
  readonly hasWritten: boolean
  readonly defaults: ContextDefaults
}

export type ViewEvent =
  | { readonly type: 'connection'; readonly connection: ViewConnection }
  /** A notification of the bridge; one that is nothing to a view is ignored. */
  | { readonly type: 'told'; readonly method: string; readonly params: StateHalf }
  | { readonly type: 'globals'; readonly globals: StateHalf }
  | { readonly type: 'session'; readonly id: unknown }
  | { readonly type: 'view-state'; readonly private?: StateHalf | null; readonly model?: StateHalf | null; readonly imageIds?: readonly string[] }

export function createViewModel(connection: ViewConnection, defaults: ContextDefaults): ViewModel {
  const snapshot: ViewSnapshot = {
    connection,
    toolInput: null,
    toolInputPartial: null,
    toolResult: null,
    toolResultCount: 0,
    isToolCancelled: false,
    cancelReason: null,
    hostContext: mergeHostContext({}, {}, defaults),
    viewState: { private: null, model: null, imageIds: [], restored: false },
    widgetSessionId: null,
  }
  const nothing = { bridgeContext: {}, globals: {}, hasBridgeInput: false, hasBridgeResult: false, hasWritten: false }
  return { ...nothing, snapshot: adopt(null, snapshot), defaults }
}

/** The runtime's one transition function, pure; an event that changes nothing visible keeps the snapshot's identity. */
export function reduceView(model: ViewModel, event: ViewEvent): ViewModel {
  switch (event.type) {
    case 'connection':
      return show(model, { connection: event.connection })
    case 'told':
      return onTold(model, event.method, event.params)
    case 'globals':
      return onGlobals(model, event.globals)
    case 'session':
      return model.snapshot.widgetSessionId === null && typeof event.id === 'string' ? show(model, { widgetSessionId: event.id }) : model
    case 'view-state': {
      const { viewState } = model.snapshot
      const next = {
        private: event.private === undefined ? viewState.private : event.private,
        model: event.model === undefined ? viewState.model : event.model,
        imageIds: event.imageIds ?? viewState.imageIds,
        restored: viewState.restored,
      }
      return show({ ...model, hasWritten: true }, { viewState: next })
    }
  }
}

function onTold(model: ViewModel, method: string, params: StateHalf): ViewModel {
  const { snapshot } = model
  const { arguments: input, reason } = params
  switch (method) {
    case HOST_TO_VIEW.toolInputPartial:
      return snapshot.toolInput === null && isRecord(input) ? show(model, { toolInputPartial: input }) : model
    case HOST_TO_VIEW.toolInput:
      return showInput({ ...model, hasBridgeInput: true }, isRecord(input) ? input : {})
    case HOST_TO_VIEW.toolResult:
      return showResult({ ...model, hasBridgeResult: true }, toToolResult(params))
    case HOST_TO_VIEW.toolCancelled:
      return snapshot.toolResult ? model : show(model, { isToolCancelled: true, cancelReason: typeof reason === 'string' ? reason : null })
    case HOST_TO_VIEW.hostContextChanged:
      return showContext({ ...model, bridgeContext: { ...model.bridgeContext, ...params } })
    default:
      return model
  }
}

function onGlobals(model: ViewModel, changed: StateHalf): ViewModel {
  const globals = { ...model.globals, ...changed }
  const { toolInput, toolOutput, toolResponseMetadata, widgetState } = globals
  let next = showContext({ ...model, globals })
  if (!model.hasBridgeInput && isRecord(toolInput)) next = showInput(next, toolInput)
  if (!model.hasBridgeResult && (isRecord(toolOutput) || isRecord(toolResponseMetadata))) {
    const full = toToolResult(envelopeResult(toolResponseMetadata))
    const result = { ...full, ...(isRecord(toolOutput) ? { structuredContent: toolOutput } : {}), _meta: metaOf(toolResponseMetadata) }
    next = showResult(next, result)
  }
  if (!model.hasWritten && isRecord(widgetState)) next = show(next, { viewState: parseViewState(widgetState) })
  return next
}

/** A state that is not in the structured shape counts as visible to the model, as the platform treats it. */
function parseViewState(state: Record<string, unknown>): ViewState {
  const { privateContent, modelContent, imageIds } = state
  const isFlat = !('privateContent' in state || 'modelContent' in state)
  return {
    private: isRecord(privateContent) ? privateContent : null,
    model: isFlat ? state : isRecord(modelContent) ? modelContent : null,
    imageIds: Array.isArray(imageIds) ? imageIds.filter((id) => typeof id === 'string') : [],
    restored: true,
  }
}

function showInput(model: ViewModel, toolInput: StateHalf): ViewModel {
  return show(model, { toolInput, toolInputPartial: null })
}

function showContext(model: ViewModel): ViewModel {
  return show(model, { hostContext: mergeHostContext(model.bridgeContext, model.globals, model.defaults) })
}

function showResult(model: ViewModel, result: ToolResult): ViewModel {
  const { snapshot } = model
  const sessionId = result._meta?.[RESULT_META.widgetSessionId]
  const isNew = snapshot.toolResult === null || !isSameResult(snapshot.toolResult, result)
  return show(model, {
    toolResult: result,
    toolResultCount: snapshot.toolResultCount + (isNew ? 1 : 0),
    isToolCancelled: false,
    cancelReason: null,
    widgetSessionId: typeof sessionId === 'string' ? sessionId : snapshot.widgetSessionId,
  })
}

/** The same result by two roads: `window.openai` may lack `content`, and only one road may carry the host's own mark. */
function isSameResult(a: Readonly<ToolResult>, b: ToolResult): boolean {
  const core = ({ structuredContent, isError, _meta }: Readonly<ToolResult>) => {
    const { [RESULT_META.widgetSessionId]: _mark, ...meta } = _meta ?? {}
    return JSON.stringify([structuredContent, isError === true, meta])
  }
  return core(a) === core(b)
}

function show(model: ViewModel, change: Partial<ViewSnapshot>): ViewModel {
  return { ...model, snapshot: adopt(model.snapshot, { ...model.snapshot, ...change }) }
}
