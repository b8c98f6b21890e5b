import type { DisplayMode, OpenAiUserAgent, SafeAreaInsets, Theme, ToolResult, ViewMode } from '@lockstep/contract'
import { adopt } from '../adopt.ts'
import { deviceOf } from '../device-of.ts'
import type { ViewRuntime, ViewWindow } from '../view-runtime.ts'
import { readWidgetState } from './widget-state.ts'

/** `{ insets }` as ChatGPT has it, with the flat sides of older texts beside it. */
export interface FacadeSafeArea extends SafeAreaInsets {
  insets: SafeAreaInsets
}

/** `{ mode, params }` as ChatGPT has it, with the layout bounds of older texts: CSS pixels of the frame, 0 where there is no window. */
export interface FacadeView {
  mode: ViewMode
  params: Record<string, unknown> | null
  width: number
  height: number
}

/** The surroundings. */
export interface FacadeContext {
  readonly theme: Theme
  readonly locale: string
  readonly displayMode: DisplayMode
  /** CSS pixels. */
  readonly maxHeight: number | undefined
  readonly safeArea: Readonly<FacadeSafeArea>
  readonly userAgent: Readonly<OpenAiUserAgent>
  readonly view: Readonly<FacadeView>
}

type Loose = Readonly<Record<string, unknown>>

export interface LiveValues {
  /** A read-only object whose members are always those of now. */
  context: FacadeContext
  toolOutput: () => Loose | null
  widgetState: () => Loose | null
}

/** The data of `window.openai`, read anew at each access; frozen, and equal values keep their identity. */
export function createLiveValues(runtime: ViewRuntime, window: ViewWindow | null): LiveValues {
  const now = () => runtime.getSnapshot().hostContext
  const safeArea = stable(() => ({ insets: now().safeArea, ...now().safeArea }))
  const view = stable(() => ({ ...now().view, width: window?.innerWidth ?? 0, height: window?.innerHeight ?? 0 }))
  const userAgent = stable(() => {
    const { type, touch, hover } = deviceOf(now())
    return { device: { type }, capabilities: { touch: touch ?? false, hover: hover ?? false } }
  })
  const context = Object.freeze(
    Object.defineProperties(
      {},
      getters({
        theme: () => now().theme,
        locale: () => now().locale,
        displayMode: () => now().displayMode,
        maxHeight: () => now().maxHeight,
        safeArea,
        userAgent,
        view,
      }),
    ),
  ) as FacadeContext

  let last: { result: Readonly<ToolResult> | null; output: Loose | null } = { result: null, output: null }
  return {
    context,
    toolOutput: () => {
      const result = runtime.getSnapshot().toolResult
      if (result !== last.result) last = { result, output: withMeta(result) }
      return last.output
    },
    widgetState: stable(() => readWidgetState(runtime.getSnapshot().viewState)),
  }
}

/** Enumerable read-only members. */
export function getters(members: Record<string, () => unknown>): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(members).map(([name, get]) => [name, { enumerable: true, get }]))
}

/** `structuredContent`, with the result's `_meta` behind a getter that neither JSON nor a spread sees; a member `_meta` of its own wins. */
function withMeta(result: Readonly<ToolResult> | null): Loose | null {
  if (!result?.structuredContent) return null
  const output = { ...result.structuredContent }
  if (!Object.hasOwn(output, '_meta')) Object.defineProperty(output, '_meta', { enumerable: false, get: () => result._meta ?? {} })
  return Object.freeze(output)
}

function stable<T>(read: () => T): () => T {
  let last: T | null = null
  return () => (last = adopt(last, read()))
}
