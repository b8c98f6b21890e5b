import { isRecord, RPC_CODES, VIEW_TO_HOST, type DisplayMode } from '@lockstep/contract'
import type { ToolCallResult } from '../api/host-state.ts'
import { asDisplayMode, callToolArguments, displayModeArgument, externalArguments, followUpArguments, heightArgument } from './openai-arguments.ts'
import { WIDGET_STATE_MAX_CHARS } from '../sandbox/openai-shim.ts'
import { invalidParams, ViewRefusal } from './view-refusal.ts'

/** What a view can make the host do, in one vocabulary for both bridges. All throw `ViewRefusal` when the host does not serve it. */
export interface ViewActions {
  callTool(name: string, args: Record<string, unknown>): Promise<ToolCallResult>
  readResource(uri: string): Promise<unknown>
  sendMessage(text: string): void
  tellModel(modelContext: Record<string, unknown>): void
  keepState(state: Record<string, unknown> | null): void
  openLink(href: string, redirectUrl?: false | string): void
  /** The mode granted. */
  requestDisplayMode(mode: DisplayMode): DisplayMode
  setHeight(heightPx: number): void
  requestClose(): void
  log(params: Record<string, unknown>): void
}

/** Characters of a message that a view sends in the person's name. */
const VIEW_TEXT_MAX_CHARS = 20_000

type Handler = (actions: ViewActions, params: Record<string, unknown>) => unknown

const BRIDGE: Readonly<Record<string, Handler>> = {
  [VIEW_TO_HOST.ping]: () => ({}),
  [VIEW_TO_HOST.toolsCall]: (actions, { name, arguments: args }) => {
    if (typeof name !== 'string') throw invalidParams('tools/call expects { name, arguments }.')
    if (args !== undefined && !isRecord(args)) throw invalidParams('tools/call expects an object as arguments.')
    return actions.callTool(name, args ?? {})
  },
  [VIEW_TO_HOST.resourcesRead]: async (actions, { uri }) => {
    if (typeof uri !== 'string') throw invalidParams('resources/read expects { uri }.')
    return { contents: await actions.readResource(uri) }
  },
  [VIEW_TO_HOST.message]: (actions, { content }) => {
    actions.sendMessage(checkedText(textOf(content)))
    return {}
  },
  [VIEW_TO_HOST.updateModelContext]: (actions, { content, structuredContent }) => {
    if (content !== undefined && !Array.isArray(content)) throw invalidParams('ui/update-model-context expects a list as content.')
    if (structuredContent !== undefined && !isRecord(structuredContent))
      throw invalidParams('ui/update-model-context expects an object as structuredContent.')
    const context = { ...(content === undefined ? {} : { content }), ...(structuredContent === undefined ? {} : { structuredContent }) }
    actions.tellModel(checkedSize(context, 'ui/update-model-context'))
    return {}
  },
  [VIEW_TO_HOST.openLink]: (actions, { url }) => {
    if (typeof url !== 'string') throw invalidParams('ui/open-link expects { url }.')
    actions.openLink(url)
    return {}
  },
  [VIEW_TO_HOST.requestDisplayMode]: (actions, { mode }) => {
    const asked = asDisplayMode(mode)
    if (asked === null) throw invalidParams('ui/request-display-mode expects inline, fullscreen or pip.')
    return { mode: actions.requestDisplayMode(asked) }
  },
  [VIEW_TO_HOST.sizeChanged]: (actions, { height }) => {
    if (typeof height === 'number' && Number.isFinite(height) && height >= 0) actions.setHeight(height)
  },
  [VIEW_TO_HOST.requestTeardown]: (actions) => actions.requestClose(),
  [VIEW_TO_HOST.log]: (actions, params) => actions.log(params),
}

const OPENAI: Readonly<Record<string, Handler>> = {
  'openai/callTool': (actions, params) => {
    const read = callToolArguments(argumentsOf(params))
    if (read === null) throw invalidParams('callTool expects (name, arguments).')
    return actions.callTool(read.name, read.arguments)
  },
  'openai/sendFollowUpMessage': (actions, params) => {
    actions.sendMessage(checkedText(followUpArguments(argumentsOf(params))?.prompt ?? ''))
    return {}
  },
  'openai/setWidgetState': (actions, params) => {
    const [state] = argumentsOf(params)
    if (state !== null && !isRecord(state)) throw invalidParams('setWidgetState expects an object or null.')
    actions.keepState(checkedSize(state, 'setWidgetState'))
  },
  'openai/requestDisplayMode': (actions, params) => {
    const mode = displayModeArgument(argumentsOf(params))
    if (mode === null) throw invalidParams('requestDisplayMode expects { mode: inline, fullscreen or pip }.')
    return { mode: actions.requestDisplayMode(mode) }
  },
  'openai/requestClose': (actions) => {
    actions.requestClose()
    return {}
  },
  'openai/openExternal': (actions, params) => {
    const read = externalArguments(argumentsOf(params))
    if (read === null) throw invalidParams('openExternal expects { href }.')
    actions.openLink(read.href, read.redirectUrl)
    return {}
  },
  'openai/notifyIntrinsicHeight': (actions, params) => {
    const height = heightArgument(argumentsOf(params))
    if (height !== null) actions.setHeight(height)
  },
}

/** Serves one request or notification of a view. @throws {ViewRefusal} also for a method that nobody serves */
export async function serveViewRequest(
  method: string,
  params: Record<string, unknown>,
  actions: ViewActions,
  hasBridge: boolean,
): Promise<Record<string, unknown>> {
  const handler = own(OPENAI, method) ?? (hasBridge ? own(BRIDGE, method) : undefined)
  if (handler === undefined) throw new ViewRefusal(RPC_CODES.methodNotFound, `The host does not serve ${method.slice(0, 100)}.`)
  const result = await handler(actions, params)
  return isRecord(result) ? result : {}
}

function own(table: Readonly<Record<string, Handler>>, method: string): Handler | undefined {
  return Object.hasOwn(table, method) ? table[method] : undefined
}

function argumentsOf(params: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(params['args']) ? params['args'] : []
}

/** The specification's text shows one block, its SDK sends a list: both are read. */
function textOf(content: unknown): string {
  const blocks = Array.isArray(content) ? content : [content]
  return blocks
    .flatMap((block) => (isRecord(block) && block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
    .join('\n')
}

/** What a view leaves with the host goes to the page, to the model and to disk with every change, so both kinds have one limit. */
function checkedSize<T>(kept: T, method: string): T {
  const { length } = JSON.stringify(kept)
  if (length <= WIDGET_STATE_MAX_CHARS) return kept
  throw invalidParams(`${method} expects at most ${WIDGET_STATE_MAX_CHARS} characters of JSON, got ${length}. Keep data on the server.`)
}

function checkedText(text: string): string {
  if (text.trim() === '') throw invalidParams('A message needs text.')
  if (text.length > VIEW_TEXT_MAX_CHARS) throw invalidParams(`A message may have ${VIEW_TEXT_MAX_CHARS} characters, this one has ${text.length}.`)
  return text
}
