import type { DocumentValue, Mutation, Snapshot } from '@lockstep/sync'

/** A value of so many cart lines, with ids as long as real ones. */
export function linesValue(count: number): DocumentValue {
  const lines: Record<string, number> = {}
  for (let line = 0; line < count; line += 1) lines[lineId(line)] = 1 + (line % 9)
  return { lines, notes: {} }
}

export function lineId(line: number): string {
  return `product-${String(line).padStart(3, '0')}`
}

/** As long as a minted one. */
export function documentId(number: number): string {
  return `c_d${String(number).padStart(21, '0')}`
}

/** The value with one more of one line, as one click makes it. */
export function oneMore(value: DocumentValue, line: number): DocumentValue {
  const lines = value['lines'] ?? {}
  const id = lineId(line)
  return { ...value, lines: { ...lines, [id]: (Number(lines[id] ?? 0) % 900) + 1 } }
}

/** A view's edit of what it was shown; null creates. `number` makes the ids, each used once. */
export function editOf(document: string, base: Snapshot | null, value: DocumentValue, number: number): Mutation {
  return {
    documentId: document,
    epoch: base?.epoch ?? null,
    baseRevision: base?.revision ?? null,
    value,
    mutationId: `m_${String(number).padStart(22, '0')}`,
    supersedes: [],
    clientId: `w_${document.slice(2)}`,
    seq: number,
    onConflict: 'merge',
  }
}
