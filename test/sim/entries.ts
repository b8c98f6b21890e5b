import type { DocumentValue, Entry } from '@lockstep/sync'

/** Values as the judge sees them, written without the engine under test. */
export interface EntryStep {
  readonly field: string
  readonly id: string
  readonly from: Entry | null
  readonly to: Entry | null
}

export function entryOf(value: DocumentValue, field: string, id: string): Entry | null {
  return value[field]?.[id] ?? null
}

export function countOf(value: DocumentValue, line: string): number {
  return Number(value['lines']?.[line] ?? 0)
}

export function withSteps(value: DocumentValue, steps: readonly EntryStep[]): DocumentValue {
  const fields: Record<string, Record<string, Entry>> = {}
  for (const [field, entries] of Object.entries(value)) fields[field] = { ...entries }
  for (const { field, id, to } of steps) {
    const entries = (fields[field] ??= {})
    if (to === null) delete entries[id]
    else entries[id] = to
  }
  return fields
}

/** Whether both hold the same entries, whatever their order. */
export function holdsSame(a: DocumentValue, b: DocumentValue): boolean {
  return contentOf(a) === contentOf(b)
}

/** One text per content: empty fields and the order of entries do not count. */
export function contentOf(value: DocumentValue): string {
  const fields = Object.entries(value).map(([field, entries]) => [field, Object.entries(entries).sort(([x], [y]) => (x < y ? -1 : 1))] as const)
  return JSON.stringify(fields.filter(([, entries]) => entries.length > 0).sort(([x], [y]) => (x < y ? -1 : 1)))
}

/** One text per value as a person sees it: the order of lines counts. */
export function shownOf(value: DocumentValue): string {
  return JSON.stringify([Object.entries(value['lines'] ?? {}), contentOf({ ...value, lines: {} })])
}
