/** One planted fault: edits that take a rule of the protocol out, or put a fault in. */
export interface Planted {
  /** As the issue and the specification name it. */
  readonly name: string
  readonly edits: readonly Edit[]
}

/** `find` stands exactly once in the file. */
export interface Edit {
  readonly file: string
  readonly find: string
  readonly put: string
}

const DECIDE = 'packages/sync/src/decide-mutation.ts'
const PREDECESSORS = 'packages/sync/src/predecessors.ts'
const MERGE = 'packages/sync/src/merge.ts'
const REDUCE = 'packages/sync/src/reduce-sync.ts'
const CLIENT_STATE = 'packages/sync/src/client-state.ts'
const HANDLE = 'packages/server/src/documents/document-handle.ts'
const GROUP = 'packages/server/src/stores/group-commit.ts'

const one = (name: string, file: string, find: string, put: string): Planted => ({ name, edits: [{ file, find, put }] })

export const PLANTED: readonly Planted[] = [
  {
    name: 'no id dedupe',
    edits: [
      {
        file: DECIDE,
        find: 'const seen = loaded.mutations.get(mutation.mutationId)',
        put: 'const seen = loaded.mutations.get(`${mutation.mutationId} never`)',
      },
      { file: PREDECESSORS, find: 'earlier: loaded.mutations.get(mutation.mutationId) ?? null', put: 'earlier: null' },
    ],
  },
  one(
    'dedupe, but not in the same transaction',
    HANDLE,
    'const outcome = await store.commit<MutationOutcome>(wanting(wantForMutation(mutation), options.records), (loaded) => {',
    `const early = await store.load(wantForMutation(mutation))
      const outcome = await store.commit<MutationOutcome>(wanting(wantForMutation(mutation), options.records), (fresh) => {
        const loaded = { ...fresh, mutations: early.mutations }`,
  ),
  one(
    'no supersedes',
    PREDECESSORS,
    "superseded: own.filter((stored) => stored.state !== 'burned').sort((a, b) => a.revision - b.revision)",
    'superseded: []',
  ),
  one('supersedes across clients', PREDECESSORS, ' && stored.clientId === mutation.clientId)', ')'),
  one('no burned ids', DECIDE, 'if (known === undefined) {', 'if (known === undefined) return []\n    if (known === null) {'),
  one(
    'no verbatim-first',
    CLIENT_STATE,
    'inflight: { draft: { ...draft, base }, mutation, isRestored: true }',
    'inflight: { draft: { ...draft, base }, mutation, isRestored: false }',
  ),
  one(
    'new id on retry',
    REDUCE,
    'launch({ ...state, unacked }, inflight, isLast)',
    'launch({ ...state, unacked }, { ...inflight, mutation: { ...inflight.mutation, mutationId: `${inflight.mutation.mutationId}r` } }, isLast)',
  ),
  one(
    'reply before commit',
    GROUP,
    "db.exec('commit')",
    "for (const outcome of outcomes) if ('value' in outcome) outcome.item.resolve(outcome.value)\n      setImmediate(() => db.exec('commit'))",
  ),
  one(
    'poke before commit',
    HANDLE,
    'return withExtras(decision, options, loaded.records)',
    'tell(decision.result, options.actor)\n        return withExtras(decision, options, loaded.records)',
  ),
  one('NORMAL sync', 'packages/server/src/stores/sqlite-open.ts', 'pragma synchronous = full', 'pragma synchronous = normal'),
  one(
    'merge replaced by overwrite',
    DECIDE,
    'const merged = merge(spec, base, mine, current.value)',
    'const merged = merge(spec, current.value, mine, current.value)',
  ),
  one(
    'merge applied to the wrong base',
    DECIDE,
    'const drawnOn = valueAt(spec, loaded, mutation.baseRevision ?? 0)\n  if',
    'const drawnOn = valueAt(spec, loaded, 0)\n  if',
  ),
  one('clamp without report', MERGE, "report(id, 'clamped', result)", 'void result'),
  one('removal of unseen additions', MERGE, 'const wanted = theirs + (mine - base)', 'const wanted = mine === 0 ? 0 : theirs + (mine - base)'),
  {
    name: 'client accepts an older revision',
    edits: [
      {
        file: REDUCE,
        find: 'confirmed.epoch === seen.epoch && confirmed.revision > seen.revision',
        put: 'confirmed.epoch === seen.epoch && confirmed.revision === seen.revision',
      },
      { file: REDUCE, find: 'confirmed.revision >= snapshot.revision)', put: 'confirmed.revision === snapshot.revision)' },
    ],
  },
  one(
    'two in flight',
    REDUCE,
    'if (state.inflight !== null || state.failure !== null) return to(state)',
    'if (state.failure !== null) return to(state)',
  ),
  one(
    'draft dropped on 4xx',
    REDUCE,
    'return { ...settled, dirty: visibleValue(spec, state), next, seq: next.seq, unacked }',
    'return { ...settled, dirty: null, next: null, seq: next.seq, unacked }',
  ),
  one(
    'draft dropped on timeout',
    REDUCE,
    'return to({ ...state, unacked, attempts }, PERSIST,',
    'return to({ ...state, unacked, attempts, inflight: null }, PERSIST,',
  ),
  one(
    'queue persisted after send',
    REDUCE,
    "PERSIST, { type: 'send', mutation: inflight.mutation, isLast })",
    "{ type: 'send', mutation: inflight.mutation, isLast }, PERSIST)",
  ),
  one('no flush on teardown', REDUCE, 'return resend(spec, state, true)', 'return to(state)'),
  one('epoch ignored', DECIDE, 'const isOfThisLife = epoch === null ||', 'const isOfThisLife = epoch !== undefined ||'),
  one(
    'history window ignored',
    DECIDE,
    'const drawnOn = valueAt(spec, loaded, mutation.baseRevision ?? 0)\n  if',
    'const drawnOn = valueAt(spec, loaded, mutation.baseRevision ?? 0) ?? current.value\n  if',
  ),
  one(
    'model key without revision',
    'apps/cart/server/model-carts.ts',
    'cartId, tool, args })',
    'cartId, tool, args: { ...args, baseRevision: undefined } })',
  ),
  one(
    'replay answers old items',
    DECIDE,
    "return { ok: true, reply: reply(opened, mutation, opened.current, 'replayed', seen.conflicts) }",
    "return { ok: true, reply: reply(opened, mutation, { ...opened.current, value: mutation.value }, 'replayed', seen.conflicts) }",
  ),
  one('a later version of a draft taken for a repeat', DECIDE, 'seen.burnedBy !== null || mutation.seq <= seen.seq', 'mutation.seq >= 0'),
  one('an earlier version of a draft counted again', PREDECESSORS, 'earlier: loaded.mutations.get(mutation.mutationId) ?? null', 'earlier: null'),
  one(
    'superseded ids stay open',
    DECIDE,
    "return [{ type: 'mutation', documentId, mutation: { ...known, burnedBy: mutationId }, replaces: true }]",
    'return []',
  ),
  one(
    'drafts drawn on a state older than their own',
    CLIENT_STATE,
    'if (base === null || isFresh) return true',
    'if (base === null || isFresh || confirmed !== null) return true',
  ),
  one(
    'a fresh id for a restored draft',
    REDUCE,
    'const drawn = drawWaiting(spec, state)',
    'const drawn = drawWaiting(spec, { ...state, waiting: state.waiting.map((draft) => ({ ...draft, mutationId: `${draft.mutationId}x` })) })',
  ),
]
