import type { ToolResult } from '../mcp/tool-result.ts'
import type { CheckoutSession } from './checkout.ts'
import type { DisplayMode, OpenAiGlobals } from './globals.ts'

/** Methods of `window.openai`. Feature-detect each: hosts and their versions differ. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export interface OpenAiMethods {
  /** The tool must be open to views. No timeout is documented; emulators give it 30 s. */
  callTool(name: string, args: Record<string, unknown>): Promise<ToolResult>
  /**
   * Says `prompt` in the person's name and runs a turn. Silently ignored while the model is answering (openai-apps-sdk-examples issue 126), and the model
   * may call the tool again (issue 129). `scrollToBottom` defaults to true.
   */
  sendFollowUpMessage(message: { prompt: string; scrollToBottom?: boolean }): Promise<void>
  /** Replaces the snapshot, does not merge; synchronous, nothing to await (types of 2025 said `Promise<void>`). */
  setWidgetState(state: Record<string, unknown>): void
  /** Resolves with the granted mode; on mobile pip becomes fullscreen. */
  requestDisplayMode(request: { mode: DisplayMode }): Promise<{ mode: DisplayMode }>
  /** The result is undocumented (issue 169); a `template` fails on native iOS and Android (issue 220). */
  requestModal(request: OpenAiModalRequest): Promise<unknown>
  requestClose(): Promise<void> | void
  /** CSS pixels. The argument is undocumented (issue 133); hosts in the field take a number. */
  notifyIntrinsicHeight(height: number): void
  /** Shows a safe-link dialog unless the origin is in `redirect_domains`; for those it appends `?redirectUrl=…`, which `false` leaves out. */
  openExternal(link: { href: string; redirectUrl?: false | string }): void
  /** Target of the fullscreen "Open in <app>" button; default: the frame's path on `openai/widgetDomain`. */
  setOpenInAppUrl(link: { href: string }): Promise<void> | void
  /** Images first, other types since 2026-03. No size limit is documented. */
  uploadFile(file: File, options?: { library?: boolean }): Promise<{ fileId: string }>
  /** May be absent even in ChatGPT. What it gives is authorised already. */
  selectFiles?(): Promise<SelectedFile[]>
  /** For files that were uploaded, selected, given to a tool or returned by one. The address is temporary. */
  getFileDownloadUrl(file: { fileId: string }): Promise<{ downloadUrl: string }>
  /** Private beta. Rejects when the person cancels. */
  requestCheckout?(session: CheckoutSession): Promise<unknown>
}

export interface OpenAiModalRequest {
  /** A `ui://` address of the same server; default: this view's own. */
  template?: string
  /** Become `view.params` of the instance in the dialog. */
  params?: Record<string, unknown>
  /** Likely: third-party hosts only. */
  title?: string
}

export interface SelectedFile {
  fileId: string
  fileName: string
  mimeType: string
}

/** `window.openai`, whole. Nothing else is documented: no `context`, no `widgetSessionId`. */
export type OpenAi = OpenAiGlobals & OpenAiMethods
