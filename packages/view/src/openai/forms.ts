import { isRecord, type DisplayMode } from '@lockstep/contract'
import { isDisplayMode } from '../host-context.ts'
import { ViewError } from '../view-error.ts'
import type { ModalRequest } from '../features/modal.ts'

/**
 * Reads the arguments that views have ever given the methods of `window.openai`: lenient in, canonical out. What fits no form is refused with the
 * canonical one. @see developers.openai.com/plugins/reference; older forms: openai-apps-sdk-examples, skybridge (checked 2026-11-21)
 */
export function callToolForm(first: unknown, second: unknown): { name: string; args: Record<string, unknown> } {
  if (typeof first === 'string') return { name: first, args: isRecord(second) ? second : {} }
  const { name, arguments: standard, args } = recordOf(first)
  if (typeof name !== 'string') throw wrong('callTool(name, arguments)')
  const given = standard ?? args
  return { name, args: isRecord(given) ? given : {} }
}

/** `prompt` wins over the older `message`. */
export function followUpForm(first: unknown): { prompt: string; scrollToBottom?: boolean } {
  const { prompt, message, scrollToBottom } = recordOf(first)
  const text = typeof first === 'string' ? first : (prompt ?? message)
  if (typeof text !== 'string' || text.trim() === '') throw wrong('sendFollowUpMessage({ prompt })')
  return { prompt: text, ...(typeof scrollToBottom === 'boolean' ? { scrollToBottom } : {}) }
}

export function displayModeForm(first: unknown): DisplayMode {
  const mode = isRecord(first) ? first['mode'] : first
  if (!isDisplayMode(mode)) throw wrong("requestDisplayMode({ mode: 'inline' | 'fullscreen' | 'pip' })")
  return mode
}

/** `{ title, content }`, `{ params, template }`, `{ title, params, anchor }`; no host knows an anchor. */
export function modalForm(first: unknown): ModalRequest {
  const { title, content, params, template } = recordOf(first)
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof content === 'string' ? { content } : {}),
    ...(isRecord(params) ? { params } : {}),
    ...(typeof template === 'string' ? { template } : {}),
  }
}

export function externalForm(first: unknown, second: unknown): { href: string; redirectUrl?: false | string } {
  const { href, url, redirectUrl } = recordOf(first)
  const target = typeof first === 'string' ? first : (href ?? url)
  if (typeof target !== 'string') throw wrong('openExternal({ href })')
  const redirect = redirectUrl ?? recordOf(second)['redirectUrl']
  return { href: target, ...(redirect === false || typeof redirect === 'string' ? { redirectUrl: redirect } : {}) }
}

export function fileIdForm(first: unknown): string {
  const { fileId, file_id } = recordOf(first)
  const id = typeof first === 'string' ? first : (fileId ?? file_id)
  if (typeof id !== 'string') throw wrong('getFileDownloadUrl({ fileId })')
  return id
}

/** CSS pixels; null for what is no height, which is ignored. */
export function heightForm(first: unknown): number | null {
  const height = isRecord(first) ? first['height'] : first
  return typeof height === 'number' && Number.isFinite(height) && height >= 0 ? height : null
}

export function hrefForm(first: unknown): string {
  const href = isRecord(first) ? first['href'] : first
  if (typeof href !== 'string') throw wrong('setOpenInAppUrl({ href })')
  return href
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function wrong(form: string): ViewError {
  return new ViewError('VIEW_INVALID', `expected ${form}, got something else`, { blame: 'user' })
}
