import { isRecord } from '@lockstep/contract'
import type { SlotValues } from './golden-pattern.ts'
import type { ModelMessage } from './model.ts'

/** Nested values looked into for a `$seen` key. */
const SEEN_MAX_DEPTH = 6

/** The arguments of a golden prompt with its slots and `$seen` values put in; what has no value is left out. */
export function resolveArguments(
  declared: Readonly<Record<string, unknown>>,
  slots: SlotValues,
  messages: readonly ModelMessage[],
): Record<string, unknown> {
  const resolved = resolve(declared, slots, messages)
  return isRecord(resolved) ? resolved : {}
}

function resolve(value: unknown, slots: SlotValues, messages: readonly ModelMessage[]): unknown {
  if (typeof value === 'string') return resolveText(value, slots)
  if (Array.isArray(value)) return value.map((item) => resolve(item, slots, messages)).filter((item) => item !== undefined)
  if (!isRecord(value)) return value
  if (typeof value['$seen'] === 'string') return seenValue(value['$seen'], messages)
  if (value['$file'] === 'newest') return newestFile(messages)
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, slots, messages)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
}

/** `"{slot}"` alone keeps the slot's type; inside other text it becomes text. */
function resolveText(text: string, slots: SlotValues): unknown {
  const alone = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/.exec(text)
  if (alone !== null) return slots[alone[1] ?? '']
  return text.replaceAll(/\{([A-Za-z][A-Za-z0-9_]*)\}/g, (_all, name: string) => slotText(slots[name]))
}

function slotText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The file that came last with a message; undefined when there is none. */
function newestFile(messages: readonly ModelMessage[]): unknown {
  return messages.flatMap((message) => (message.role === 'user' ? (message.files ?? []) : [])).at(-1)
}

/** The newest value of a key that the model has seen; undefined when it has seen none. */
export function seenValue(key: string, messages: readonly ModelMessage[]): unknown {
  for (const message of messages.toReversed()) {
    const found = find(seenIn(message), key, 0)
    if (found !== undefined) return found
  }
  return undefined
}

function seenIn(message: ModelMessage): unknown {
  if (message.role === 'tool-result' || message.role === 'model-context') return message.structuredContent
  return message.role === 'widget-state' ? message.modelContent : undefined
}

function find(value: unknown, key: string, depth: number): unknown {
  if (depth > SEEN_MAX_DEPTH || typeof value !== 'object' || value === null) return undefined
  if (isRecord(value) && Object.hasOwn(value, key)) return value[key]
  for (const item of Object.values(value)) {
    const found = find(item, key, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
