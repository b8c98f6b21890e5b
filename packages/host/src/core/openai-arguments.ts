import { isRecord, type DisplayMode } from '@lockstep/contract'

/**
 * How one method of `window.openai` is called: the form that ChatGPT documents, and every other form seen in the wild.
 * @see chatgpt-contract sections 1.2 and 5 (checked 2026-11-21)
 */
export interface ArgumentForm<T> {
  member: string
  /** The documented form, for messages. */
  canonical: string
  /** Reads every form; null = it fits none. */
  read(args: readonly unknown[]): T | null
  isCanonical(args: readonly unknown[]): boolean
}

export const callToolForm: ArgumentForm<{ name: string; arguments: Record<string, unknown> }> = {
  member: 'callTool',
  canonical: '(name, { … })',
  read([first, second]) {
    if (typeof first === 'string') return { name: first, arguments: isRecord(second) ? second : {} }
    if (!isRecord(first) || typeof first['name'] !== 'string') return null
    const given = first['arguments'] ?? first['args']
    return { name: first['name'], arguments: isRecord(given) ? given : {} }
  },
  // The shim sends JSON, in which an argument left out in the middle is null.
  isCanonical: ([first, second]) => typeof first === 'string' && (isRecord(second) || second === undefined || second === null),
}

/** `prompt` wins over the older `message`; `scrollToBottom` defaults to true. */
export const followUpForm: ArgumentForm<{ prompt: string; scrollToBottom: boolean }> = {
  member: 'sendFollowUpMessage',
  canonical: '({ prompt, scrollToBottom? })',
  read([first]) {
    const prompt = isRecord(first) ? (first['prompt'] ?? first['message']) : first
    const scrollToBottom = !isRecord(first) || first['scrollToBottom'] !== false
    return typeof prompt === 'string' && prompt.trim() !== '' ? { prompt, scrollToBottom } : null
  },
  isCanonical: ([first]) => isRecord(first) && typeof first['prompt'] === 'string' && isOptional(first['scrollToBottom'], 'boolean'),
}

/** The first documentation of 2025 put the widget's id before the state. */
export const widgetStateForm: ArgumentForm<{ state: Record<string, unknown> | null }> = {
  member: 'setWidgetState',
  canonical: '(state), an object or null',
  read(args) {
    const state = typeof args[0] === 'string' && args.length > 1 ? args[1] : args[0]
    return state === null || isRecord(state) ? { state } : null
  },
  isCanonical: ([first]) => first === null || isRecord(first),
}

export const displayModeForm: ArgumentForm<DisplayMode> = {
  member: 'requestDisplayMode',
  canonical: '({ mode }), one of inline, fullscreen, pip',
  read: ([first]) => asDisplayMode(isRecord(first) ? first['mode'] : first),
  isCanonical: ([first]) => isRecord(first),
}

export function asDisplayMode(mode: unknown): DisplayMode | null {
  return mode === 'inline' || mode === 'fullscreen' || mode === 'pip' ? mode : null
}

/** An old `content` becomes `params.content`; nothing at all means the view's own template. */
export const modalForm: ArgumentForm<{ template: string | null; params: Record<string, unknown> | null; title: string | null }> = {
  member: 'requestModal',
  canonical: '({ template?, params? })',
  read([first]) {
    if (first === undefined || first === null) return { template: null, params: null, title: null }
    if (!isRecord(first)) return null
    const { template, params, title, content } = first
    if (!isOptional(template, 'string') || !(params === undefined || params === null || isRecord(params))) return null
    const given = isRecord(params) ? params : null
    return {
      template: typeof template === 'string' ? template : null,
      params: content === undefined ? given : { ...given, content },
      title: typeof title === 'string' ? title : null,
    }
  },
  isCanonical: ([first]) => isRecord(first) && first['content'] === undefined && isOptional(first['title'], 'string'),
}

/** `redirectUrl`: false = append nothing; a text = append that; absent = append the conversation's address. */
export const externalForm: ArgumentForm<{ href: string; redirectUrl?: false | string }> = {
  member: 'openExternal',
  canonical: '({ href, redirectUrl? })',
  read([first, second]) {
    const href = isRecord(first) ? (first['href'] ?? first['url']) : first
    const redirectUrl = isRecord(first) ? first['redirectUrl'] : isRecord(second) ? second['redirectUrl'] : undefined
    if (typeof href !== 'string') return null
    return redirectUrl === false || typeof redirectUrl === 'string' ? { href, redirectUrl } : { href }
  },
  isCanonical: ([first]) =>
    isRecord(first) && typeof first['href'] === 'string' && (first['redirectUrl'] === false || isOptional(first['redirectUrl'], 'string')),
}

export const openInAppForm: ArgumentForm<{ href: string }> = {
  member: 'setOpenInAppUrl',
  canonical: '({ href })',
  read: ([first]) => textMember(first, 'href'),
  isCanonical: ([first]) => isRecord(first),
}

export const downloadUrlForm: ArgumentForm<{ fileId: string }> = {
  member: 'getFileDownloadUrl',
  canonical: '({ fileId })',
  read: ([first]) => textMember(first, 'fileId'),
  isCanonical: ([first]) => isRecord(first),
}

/** CSS pixels. The documentation names no argument; a number is what hosts in the field take (openai-apps-sdk-examples issue 133). */
export const heightForm: ArgumentForm<number> = {
  member: 'notifyIntrinsicHeight',
  canonical: '(height), a number of pixels',
  read([first]) {
    const height = isRecord(first) ? first['height'] : first
    return typeof height === 'number' && Number.isFinite(height) && height >= 0 ? height : null
  },
  isCanonical: ([first]) => typeof first === 'number',
}

function textMember<Name extends string>(value: unknown, name: Name): Record<Name, string> | null {
  const text = isRecord(value) ? value[name] : value
  return typeof text === 'string' && text !== '' ? ({ [name]: text } as Record<Name, string>) : null
}

function isOptional(value: unknown, type: 'string' | 'boolean'): boolean {
  return value === undefined || value === null || typeof value === type
}
