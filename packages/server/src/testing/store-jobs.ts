import type { Decision, DocumentStore, Loaded, Write } from '@lockstep/sync'

/** What one ordinary commit writes: the next revision of the document, its log entry and its mutation. Answers the revision. */
export function nextRevision(documentId: string, mutationId?: string): (loaded: Loaded) => Decision<number> {
  return ({ document }) => {
    const revision = (document?.revision ?? 0) + 1
    const id = mutationId ?? `m_${revision}`
    const value = { lines: { eggs: revision } }
    const writes: Write[] = [
      { type: 'document', document: { documentId, revision, value, schemaVersion: 1, createdAt: 1, lastUsedAt: 1 } },
      {
        type: 'log',
        documentId,
        entry: { revision, changes: [], snapshot: value, schemaVersion: 1, actor: 'user', clientId: 'w_1', mutationId: id, at: 1 },
      },
      {
        type: 'mutation',
        documentId,
        mutation: {
          mutationId: id,
          state: 'applied',
          revision,
          clientId: 'w_1',
          seq: 1,
          baseRevision: null,
          schemaVersion: 1,
          intent: [],
          fingerprint: null,
          conflicts: [],
          burnedBy: null,
        },
      },
    ]
    return { writes, result: revision }
  }
}

/** As a server does: one that is known already is only said to be. */
export function commitOnce(store: DocumentStore, documentId: string, mutationId: string): Promise<'applied' | 'replayed'> {
  return store.commit<'applied' | 'replayed'>({ documentId, mutationIds: [mutationId] }, (loaded) =>
    loaded.mutations.has(mutationId) ? { writes: [], result: 'replayed' } : { ...nextRevision(documentId, mutationId)(loaded), result: 'applied' },
  )
}
