import type { Decision, Loaded, LogEntry, StoredDocument, StoredMutation, Want, Write } from '@lockstep/sync'

export const START = 1_800_000_000_000
export const DOCUMENT = 'd_eggs'
/** Of the entries made here, not of any app. */
const SNAPSHOT_EVERY = 4

export function documentAt(revision: number, at = START, documentId = DOCUMENT): StoredDocument {
  return { documentId, revision, value: { lines: { eggs: revision } }, schemaVersion: 1, createdAt: START, lastUsedAt: at }
}
export function entryAt(revision: number, at = START): LogEntry {
  const changes = [{ field: 'lines', id: 'eggs', from: revision === 1 ? null : revision - 1, to: revision }]
  const snapshot = revision % SNAPSHOT_EVERY === 1 ? { lines: { eggs: revision } } : null
  return { revision, changes, snapshot, schemaVersion: 1, actor: 'user', clientId: 'w_1', mutationId: `m_${revision}`, at }
}
export function mutationOf(mutationId: string): StoredMutation {
  return {
    mutationId,
    state: 'applied',
    revision: 1,
    clientId: 'w_1',
    seq: 3,
    baseRevision: null,
    schemaVersion: 1,
    intent: [{ field: 'lines', id: 'eggs', from: null, to: 1 }],
    fingerprint: 'f',
    conflicts: [],
    burnedBy: null,
  }
}
/** What one ordinary commit writes: the next revision of the document, its log entry and its mutation. */
export function advance(loaded: Loaded, at = START): Decision<number> {
  const revision = (loaded.document?.revision ?? 0) + 1
  const writes: Write[] = [
    { type: 'document', document: documentAt(revision, at) },
    { type: 'log', documentId: DOCUMENT, entry: entryAt(revision, at) },
    { type: 'mutation', documentId: DOCUMENT, mutation: mutationOf(`m_${revision}`) },
  ]
  return { writes, result: revision }
}
export const all: Want = { documentId: DOCUMENT, mutationIds: ['m_1', 'm_2', 'm_3'], logAfter: 0 }
