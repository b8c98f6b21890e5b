import type { CheckoutSession, DisplayMode, OpenAiMethods, SelectedFile, ToolResult } from '@lockstep/contract'
import { canCheckout, requestCheckout } from '../features/checkout.ts'
import { createFiles, type UploadOptions } from '../features/files.ts'
import { requestModal } from '../features/modal.ts'
import { setOpenInAppUrl } from '../features/open-in-app.ts'
import { showDialog } from '../features/show-dialog.ts'
import { unsupported } from '../features/unsupported.ts'
import type { ViewRuntime, ViewWindow } from '../view-runtime.ts'
import { callToolForm, displayModeForm, externalForm, fileIdForm, followUpForm, heightForm, hrefForm, modalForm } from './forms.ts'
import { createLiveValues, getters, type FacadeContext } from './live-values.ts'
import { writeWidgetState } from './widget-state.ts'

/** Every form of argument in, as `window.openai` ever had it; promises out, also where the platform returns nothing. */
export interface OpenAiFacade extends FacadeContext {
  readonly toolInput: Readonly<Record<string, unknown>> | null
  /** `structuredContent`, with the result's `_meta` as a member that is not enumerable. */
  readonly toolOutput: Readonly<Record<string, unknown>> | null
  /** The result's own `_meta`, whatever envelope it came in. */
  readonly toolResponseMetadata: Readonly<Record<string, unknown>> | null
  readonly widgetState: Readonly<Record<string, unknown>> | null
  /** For correlation only. */
  readonly widgetSessionId: string | null
  /** The surroundings again, under the name of an older text. */
  readonly context: FacadeContext
  callTool(name: string, args?: Record<string, unknown>): Promise<ToolResult>
  callTool(call: { name: string; arguments?: Record<string, unknown>; args?: Record<string, unknown> }): Promise<ToolResult>
  sendFollowUpMessage(message: string | { prompt?: string; message?: string; scrollToBottom?: boolean }): Promise<void>
  /** Readable at once; the promise only serves old code. Rejects for what is not JSON, and then writes nothing. */
  setWidgetState(state: Readonly<Record<string, unknown>> | null): Promise<void>
  requestDisplayMode(request: DisplayMode | { mode: DisplayMode }): Promise<{ mode: DisplayMode }>
  /**
   * Resolves with whatever the host says. Where it has no dialogs, `title` and `content` are shown in a plain one of the view; without content there is
   * nothing to show, and it rejects with VIEW_UNSUPPORTED.
   */
  requestModal(request?: {
    title?: string
    content?: string
    params?: Record<string, unknown>
    template?: string
    anchor?: unknown
  }): Promise<unknown>
  requestClose(): Promise<void>
  notifyIntrinsicHeight(height: number | { height: number }): void
  openExternal(
    link: string | { href?: string; url?: string; redirectUrl?: false | string },
    options?: { redirectUrl?: false | string },
  ): Promise<void>
  setOpenInAppUrl(link: string | { href: string }): Promise<void>
  /** These are absent where the host lacks them, as on the platform. */
  readonly uploadFile: ((file: File, options?: UploadOptions) => Promise<{ fileId: string }>) | undefined
  readonly selectFiles: (() => Promise<SelectedFile[]>) | undefined
  readonly getFileDownloadUrl: ((file: string | { fileId: string } | { file_id: string }) => Promise<{ downloadUrl: string }>) | undefined
  readonly requestCheckout: ((session: CheckoutSession) => Promise<unknown>) | undefined
}

/**
 * An object shaped like `window.openai` that takes every historic form of its calls and does the canonical thing on whatever host is there, so that a
 * view written against an older text runs unchanged. A bundle that does not import this entry has none of it.
 */
export function createOpenAiFacade(runtime: ViewRuntime, window: ViewWindow | null = null): OpenAiFacade {
  const live = createLiveValues(runtime, window)
  const files = createFiles(runtime)
  const has = (name: keyof OpenAiMethods) => runtime.host.openAi(name) !== undefined

  const openExternal = async (link: unknown, given: unknown) => {
    const { href, ...options } = externalForm(link, given)
    await runtime.openLink(href, options)
  }
  const openInApp = async (link: unknown) => void (await setOpenInAppUrl(runtime, hrefForm(link)))

  const methods: Pick<
    OpenAiFacade,
    | 'callTool'
    | 'sendFollowUpMessage'
    | 'setWidgetState'
    | 'requestDisplayMode'
    | 'requestModal'
    | 'requestClose'
    | 'notifyIntrinsicHeight'
    | 'openExternal'
    | 'setOpenInAppUrl'
  > = {
    callTool: async (...given: [unknown, unknown?]) => {
      const { name, args } = callToolForm(given[0], given[1])
      return runtime.callTool(name, args)
    },
    sendFollowUpMessage: async (message) => {
      const { prompt, ...options } = followUpForm(message)
      await runtime.sendMessage(prompt, options)
    },
    setWidgetState: (state) => mayBeLeft(new Promise<void>((resolve) => resolve(writeWidgetState(runtime, state)))),
    requestDisplayMode: async (request) => ({ mode: await runtime.requestDisplayMode(displayModeForm(request)) }),
    requestModal: async (given) => {
      const request = modalForm(given)
      const outcome = await requestModal(runtime, request)
      if (outcome.shown === 'host') return outcome.result
      const document = window?.document
      if (!document || request.content === undefined) throw unsupported('dialogs for views')
      return showDialog(document, { title: request.title ?? '', content: request.content })
    },
    requestClose: async () => runtime.requestClose(),
    notifyIntrinsicHeight: (given) => {
      const heightPx = heightForm(given)
      if (heightPx !== null) runtime.reportHeight(heightPx)
    },
    openExternal: (link, given) => mayBeLeft(openExternal(link, given)),
    setOpenInAppUrl: (link) => mayBeLeft(openInApp(link)),
  }
  const getFileDownloadUrl = async (file: unknown) => ({ downloadUrl: await files.downloadUrl(fileIdForm(file)) })
  const checkout = (session: CheckoutSession) => requestCheckout(runtime, session)
  const snapshot = runtime.getSnapshot
  return Object.freeze(
    Object.defineProperties(methods, {
      ...Object.getOwnPropertyDescriptors(live.context),
      ...getters({
        context: () => live.context,
        toolInput: () => snapshot().toolInput,
        toolOutput: live.toolOutput,
        toolResponseMetadata: () => snapshot().toolResult?._meta ?? null,
        widgetState: live.widgetState,
        widgetSessionId: () => snapshot().widgetSessionId,
        uploadFile: () => (has('uploadFile') ? files.upload : undefined),
        selectFiles: () => (has('selectFiles') ? files.pick : undefined),
        getFileDownloadUrl: () => (has('getFileDownloadUrl') ? getFileDownloadUrl : undefined),
        requestCheckout: () => (canCheckout(runtime) ? checkout : undefined),
      }),
    }),
  ) as OpenAiFacade
}

/** Of what returns nothing on the platform: old code awaits nothing there, and a refusal must not count as unhandled. */
function mayBeLeft(asked: Promise<void>): Promise<void> {
  asked.catch(() => undefined)
  return asked
}
