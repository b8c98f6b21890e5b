import { createHash } from 'node:crypto'
import { createDocumentHandle, type DocumentHandle, type MutationOutcome, type Records, type SyncOptions } from '@lockstep/server'
import { CHANGES_MAX, type Actor, type Change, type DocumentStore, type Mutation, type Snapshot, type Write } from '@lockstep/sync'
import { PROJECTS_MAX, projectSpec, readProject, type ProjectValue, type StoredProject } from '../domain/index.ts'
import { ApiRefusal, noSuchProject } from '../refusal.ts'
import { indexWrite, OWNER_KIND, pageOfIndex, readIndex, type IndexEntry, type ListWish } from './owner-index.ts'
import { KEY_KIND, keyWrite, knownRequest, requestKey } from './request-key.ts'

/** Projects are kept until they are deleted. */
const IDLE_TTL_MS = 100 * 365 * 24 * 3_600_000

/** Who writes, and under which name the write counts once. */
export interface WriteRequest {
  owner: string
  actor: Actor
  /** Shared by all retries of one request; bound to the owner and to what is asked. */
  key: string
  /** What is asked, as text: the same key with another one is refused. */
  asked: string
  /** ETag the caller had seen; null = whatever there is. */
  ifMatch: string | null
}

/** A project as it is, and the tag of this very state. */
export interface HeldProject extends StoredProject {
  etag: string
  value: ProjectValue
  snapshot: Snapshot
  /** The request had been carried out before: this answer changed nothing. */
  isReplay: boolean
}

/** Gives the value wished for; throws `ApiRefusal` to leave everything as it is. Pure: it may run again. */
export type ProjectChange = (held: StoredProject & { value: ProjectValue }) => { value: ProjectValue; writes?: readonly Write[] }

export interface ProjectStore {
  readonly documents: DocumentStore
  /** @throws {ApiRefusal} NOT_FOUND, also for another owner's */
  get(owner: string, id: string): Promise<HeldProject>
  /** By its id alone: for public pages and the janitor. */
  find(id: string): Promise<HeldProject | null>
  list(owner: string, wish: ListWish): Promise<{ entries: IndexEntry[]; count: number; hasMore: boolean }>
  create(request: WriteRequest, value: (id: string) => ProjectValue): Promise<HeldProject>
  /** @throws {ApiRefusal} NOT_FOUND, PRECONDITION_FAILED, CONFLICT, or what `change` throws */
  change(id: string, request: WriteRequest, change: ProjectChange): Promise<HeldProject>
  /** A change that leaves nothing of it. Its repeats answer the same. @throws {ApiRefusal} as `change` */
  remove(id: string, request: WriteRequest, change: ProjectChange): Promise<HeldProject>
  /** Who did what to the sections since a revision, oldest first; none when it is null. Cut = there was more than is kept to be told. */
  sectionChanges(id: string, since: number | null): Promise<{ changes: readonly Change[]; isCut: boolean }>
  /** A view's own copy of the sections, merged. */
  syncSections(owner: string, mutation: Mutation): Promise<MutationOutcome>
}

export function createProjectStore({ documents, now }: { documents: DocumentStore; now(): number }): ProjectStore {
  const handle: DocumentHandle<ProjectValue> = createDocumentHandle(projectSpec, IDLE_TTL_MS, documents, now)

  const indexOf = (owner: string, records: Records): IndexEntry[] => readIndex(records.get(`${OWNER_KIND}:${owner}`))

  function held(snapshot: Snapshot & { value: ProjectValue }, records: Records, isReplay = false): HeldProject | null {
    const owner = snapshot.value.record['ownerId'] ?? ''
    const known = indexOf(owner, records).find(({ id }) => id === snapshot.documentId)
    const stored = readProject(snapshot.documentId, snapshot.revision, snapshot.value, { updatedAt: known?.updatedAt ?? 0 })
    return stored === null ? null : { ...stored, etag: etagOf(snapshot), value: snapshot.value, snapshot, isReplay }
  }

  async function find(id: string): Promise<HeldProject | null> {
    const read = await handle.read(id)
    if (read === null || read.isExpired) return null
    const owner = read.snapshot.value.record['ownerId']
    if (owner === undefined) return null
    const { records } = await documents.load({ documentId: '', records: [{ kind: OWNER_KIND, key: owner }] })
    return held(read.snapshot, records)
  }

  async function get(owner: string, id: string): Promise<HeldProject> {
    const found = await find(id)
    if (found === null || found.project.ownerId !== owner) throw noSuchProject()
    return found
  }

  async function write(id: string, request: WriteRequest, kind: 'create' | 'change' | 'remove', change: ProjectChange): Promise<HeldProject> {
    const { owner, actor, ifMatch } = request
    const isNew = kind === 'create'
    const mutationId = requestKey(request)
    const records = [
      { kind: OWNER_KIND, key: owner },
      { kind: KEY_KIND, key: mutationId },
    ]
    let more: readonly Write[] = []
    const outcome = await handle.edit(id, {
      actor,
      mutationId,
      records,
      change(value, snapshot, _changes, known) {
        const stored = readProject(id, snapshot.revision, value, { updatedAt: 0 })
        if (!isNew && stored?.project.ownerId !== owner) throw noSuchProject()
        if (isNew && stored !== null) throw new ApiRefusal('CONFLICT', 'Expected a new project, found one of this id.')
        if (isNew && indexOf(owner, known).length >= PROJECTS_MAX) throw tooMany()
        if (!isMatch(ifMatch, etagOf(snapshot))) throw changedMeanwhile(etagOf(snapshot))
        const next = change({ ...(stored ?? EMPTY), value })
        more = next.writes ?? []
        return next.value
      },
      also(done, known) {
        if (done.reply.status === 'replayed') return []
        const stored = readProject(id, done.reply.revision, done.reply.value, { updatedAt: now() })
        const key = keyWrite(request, now())
        // what changed nothing is no news
        if (done.reply.status === 'noop' && more.length === 0) return [key]
        return [key, indexWrite(owner, indexOf(owner, known), id, stored), ...more]
      },
    })
    if (!outcome.ok) throw new ApiRefusal('VALIDATION_ERROR', outcome.failure.message)
    if (outcome.reply.status === 'replayed') await knownRequest(documents, request)
    const after = outcome.reply.status === 'replayed' ? await find(id) : held(outcome.reply, await recordsOf(owner))
    // the late repeat of a request whose project was deleted since
    if (after === null && kind !== 'remove') throw isNew ? deletedSince() : noSuchProject()
    // a deleted project has no state to show; its deletion asks for none
    if (after === null) return { ...EMPTY, etag: etagOf(outcome.reply), value: outcome.reply.value, snapshot: outcome.reply, isReplay: false }
    return { ...after, isReplay: outcome.reply.status === 'replayed' }
  }

  async function recordsOf(owner: string): Promise<Records> {
    return (await documents.load({ documentId: '', records: [{ kind: OWNER_KIND, key: owner }] })).records
  }

  return {
    documents,
    get,
    find,
    list: async (owner, wish) => pageOfIndex(indexOf(owner, await recordsOf(owner)), wish),
    create(request, value) {
      // the id follows from the key, so that a repeat finds the project of the first
      const id = `prj_${createHash('sha256')
        .update(`project\0${requestKey(request)}`)
        .digest('hex')
        .slice(0, 24)}`
      return write(id, { ...request, ifMatch: null }, 'create', () => ({ value: value(id) }))
    },
    change: (id, request, change) => write(id, request, 'change', change),
    remove: (id, request, change) => write(id, request, 'remove', change),
    async sectionChanges(id, since) {
      const read = since === null ? null : await handle.read(id, { since })
      if (since === null || read === null) return { changes: [], isCut: false }
      const { changes, snapshot } = read
      // every revision changed something: where the next one is not told, or as many as can be are, some were cut off
      const next = changes[0]?.revision ?? snapshot.revision + 1
      return { changes: changes.filter(({ field }) => field === 'sections'), isCut: next > since + 1 || changes.length >= CHANGES_MAX }
    },
    async syncSections(owner, mutation) {
      const options: SyncOptions = {
        actor: 'user',
        records: [{ kind: OWNER_KIND, key: owner }],
        guard: (_records, loaded) =>
          loaded.document?.value['record']?.['ownerId'] === owner ? null : { code: 'not_found', message: noSuchProject().message },
        also(done, known) {
          if (done.reply.status === 'replayed' || done.reply.status === 'noop') return []
          const stored = readProject(mutation.documentId, done.reply.revision, done.reply.value as ProjectValue, { updatedAt: now() })
          return [indexWrite(owner, indexOf(owner, known), mutation.documentId, stored)]
        },
      }
      return handle.sync(mutation, options)
    },
  }
}

const EMPTY: StoredProject = { project: readEmpty(), images: [] }

function readEmpty(): StoredProject['project'] {
  const fields = Object.fromEntries(Object.keys(projectSpec.fields).map((name) => [name, {}])) as ProjectValue
  const read = readProject('', 0, { ...fields, record: { ownerId: 'nobody' } }, { updatedAt: 0 })
  if (read === null) throw new Error('an empty project reads as one')
  return read.project
}

function etagOf({ epoch, revision }: Pick<Snapshot, 'epoch' | 'revision'>): string {
  return `"${epoch}.${revision}"`
}

/** Whether a state is one of those that If-Match names; null names none, `*` whatever is there. */
function isMatch(ifMatch: string | null, etag: string): boolean {
  if (ifMatch === null || ifMatch.trim() === '*') return true
  return ifMatch.split(',').some((each) => each.trim() === etag)
}

function deletedSince(): ApiRefusal {
  return new ApiRefusal('GONE', 'This request made a project that has been deleted since. Send it under a new key to make another.')
}

function tooMany(): ApiRefusal {
  return new ApiRefusal(
    'CONFLICT',
    `Expected at most ${PROJECTS_MAX} projects of one contractor, there are as many. Delete one that is not needed.`,
    {
      reason: 'full',
    },
  )
}

function changedMeanwhile(etag: string): ApiRefusal {
  return new ApiRefusal('PRECONDITION_FAILED', 'Expected the project as you had read it, but it has changed since. Read it again and repeat.', {
    etag,
  })
}
