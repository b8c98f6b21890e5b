import { isRecord, type DisplayMode } from '@lockstep/contract'

/**
 * Reads the arguments that views give the methods of `window.openai`, in every form seen in the wild.
 * Lenient in, canonical out; what fits no form is null. @see chatgpt-contract 9.4 (checked 2026-11-21)
 */
export function callToolArguments(args: readonly unknown[]): { name: string; arguments: Record<string, unknown> } | null {
  const [first, second] = args
  if (typeof first === 'string') return { name: first, arguments: isRecord(second) ? second : {} }
  if (!isRecord(first) || typeof first['name'] !== 'string') return null
  const given = first['arguments'] ?? first['args']
  return { name: first['name'], arguments: isRecord(given) ? given : {} }
}

/** `prompt` wins over the older `message`. */
export function followUpArguments(args: readonly unknown[]): { prompt: string } | null {
  const [first] = args
  const prompt = isRecord(first) ? (first['prompt'] ?? first['message']) : first
  return typeof prompt === 'string' && prompt.trim() !== '' ? { prompt } : null
}

export function displayModeArgument(args: readonly unknown[]): DisplayMode | null {
  const [first] = args
  return asDisplayMode(isRecord(first) ? first['mode'] : first)
}

export function asDisplayMode(mode: unknown): DisplayMode | null {
  return mode === 'inline' || mode === 'fullscreen' || mode === 'pip' ? mode : null
}

/** `redirectUrl`: false = append nothing; a text = append that; absent = append the conversation's address. */
export function externalArguments(args: readonly unknown[]): { href: string; redirectUrl?: false | string } | null {
  const [first, second] = args
  const href = isRecord(first) ? (first['href'] ?? first['url']) : first
  const redirectUrl = isRecord(first) ? first['redirectUrl'] : isRecord(second) ? second['redirectUrl'] : undefined
  if (typeof href !== 'string') return null
  return redirectUrl === false || typeof redirectUrl === 'string' ? { href, redirectUrl } : { href }
}

/** CSS pixels. */
export function heightArgument(args: readonly unknown[]): number | null {
  const [first] = args
  const height = isRecord(first) ? Number(first['height']) : typeof first === 'number' ? first : Number.NaN
  return Number.isFinite(height) && height >= 0 ? height : null
}
