/** A row of each table, as far as the judge reads it. */
export interface LogRow {
  documentId: string
  revision: number
  mutationId: string | null
  changes: ReadonlyArray<{ field: string; id: string; from: string | number | null; to: string | number | null }>
}
export interface DocumentRow {
  documentId: string
  revision: number
  value: Readonly<Record<string, Readonly<Record<string, string | number>>>>
}

/**
 * Holds the log against the documents, without the code that wrote them: revisions run from 1 without a gap, no id took effect twice, every change starts
 * where the one before it ended, and all of them together make the document.
 */
export function checkRows(documents: readonly DocumentRow[], log: readonly LogRow[]): string[] {
  return documents.flatMap((document) => {
    const entries = log.filter((entry) => entry.documentId === document.documentId).sort((a, b) => a.revision - b.revision)
    return [...gaps(document, entries), ...doubles(document, entries), ...replayed(document, entries)]
  })
}

function gaps({ documentId, revision }: DocumentRow, entries: readonly LogRow[]): string[] {
  const wrong = entries.find((entry, index) => entry.revision !== index + 1)
  if (wrong !== undefined) return [`${documentId}: the log skips to revision ${wrong.revision}`]
  return entries.length === revision ? [] : [`${documentId}: the log ends at revision ${entries.length}, the document at ${revision}`]
}

function doubles({ documentId }: DocumentRow, entries: readonly LogRow[]): string[] {
  const seen = new Set<string>()
  return entries.flatMap(({ mutationId, revision }) => {
    if (mutationId === null) return []
    if (seen.has(mutationId)) return [`${documentId}: ${mutationId} took effect again at revision ${revision}`]
    seen.add(mutationId)
    return []
  })
}

function replayed({ documentId, value }: DocumentRow, entries: readonly LogRow[]): string[] {
  const found: string[] = []
  const rebuilt = new Map<string, string | number>()
  for (const { revision, changes } of entries) {
    for (const { field, id, from, to } of changes) {
      const key = `${field}/${id}`
      const has = rebuilt.get(key) ?? null
      if (has !== from) found.push(`${documentId}: revision ${revision} changes ${key} from ${String(from)}, but it was ${String(has)}`)
      if (to === null) rebuilt.delete(key)
      else rebuilt.set(key, to)
    }
  }
  const stored = new Map(Object.entries(value).flatMap(([field, entries]) => Object.entries(entries).map(([id, entry]) => [`${field}/${id}`, entry])))
  for (const key of new Set([...stored.keys(), ...rebuilt.keys()])) {
    if (stored.get(key) !== rebuilt.get(key)) {
      found.push(`${documentId}: the log makes ${key} ${String(rebuilt.get(key))}, the document has ${String(stored.get(key))}`)
    }
  }
  return found
}
