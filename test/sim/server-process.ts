import { AppError } from '@lockstep/contract'
import { createDocumentHandle, type EditOutcome, type MutationOutcome } from '@lockstep/server'
import { emptyValue, type DocumentSpec, type HeldRevision, type Mutation, type SeenState, type SyncFailure } from '@lockstep/sync'
import { keyOf, serverMutationId } from '../../apps/cart/server/cart-keys.ts'
import { createDiskStore, type DiskStoreOptions } from './disk-store.ts'
import { changeOf, type ToolCall } from './model-tools.ts'

/** What a server answers: the real handle, on a simulated disk, with the cart's dedupe keys. */
export interface Door {
  sync: (mutation: Mutation) => Promise<MutationOutcome>
  /** null = what is held is still the newest. */
  read: (held?: HeldRevision) => Promise<SeenState | null>
  call: (call: ToolCall) => Promise<EditOutcome>
}

export interface ServerProcess {
  /** Rejects when the process is down, or dies meanwhile. */
  serve: <A>(ask: (door: Door) => Promise<A>) => Promise<A>
}

export interface ServerProcessOptions extends Omit<DiskStoreOptions, 'life'> {
  spec: DocumentSpec
  documentId: string
  idleTtlMs: number
  newId: (prefix: string) => string
  /** A refusal that has nothing to do with the document, now and then. */
  refusal: () => SyncFailure | null
  onCommitted: (committed: { documentId: string; revision: number }) => void
  /** A server that throws what is no refusal. */
  onThrow: (error: unknown) => void
  trace: (line: () => string) => void
}

interface RunningLife {
  door: Door
  isDead: boolean
  /** Tells those who wait that the connection is gone. */
  hangUp: Set<(error: Error) => void>
}

export function createServerProcess(options: ServerProcessOptions): ServerProcess {
  const { clock, dice, trace } = options
  let running: RunningLife | null = boot()

  function boot(): RunningLife {
    const life: RunningLife = { door: openDoor(options, { isDead: () => life.isDead, crash: () => crash(life) }), isDead: false, hangUp: new Set() }
    return life
  }

  function crash(life: RunningLife): void {
    trace(() => '  a server process dies')
    life.isDead = true
    running = null
    for (const hangUp of life.hangUp) hangUp(new Error('connection reset'))
    clock.setTimeout(() => (running = boot()), dice.between(100, 3_000))
  }

  return {
    serve: (ask) =>
      new Promise((resolve, reject) => {
        const life = running
        if (life === null) return reject(new Error('connection refused'))
        life.hangUp.add(reject)
        void ask(life.door)
          .then(resolve, reject)
          .finally(() => life.hangUp.delete(reject))
      }),
  }
}

/** Milliseconds in which the same creating call counts as a repeat. */
const CREATE_REPEAT_MS = 2 * 60_000

function openDoor(options: ServerProcessOptions, life: DiskStoreOptions['life']): Door {
  const { spec, documentId, newId, wallNow, idleTtlMs } = options
  const store = createDiskStore({ ...options, life })
  const carts = createDocumentHandle(spec, idleTtlMs, store, wallNow)
  carts.onCommitted(options.onCommitted)
  return {
    sync: async (mutation) => {
      const refusal = options.refusal()
      try {
        return await carts.sync(mutation, { actor: 'user', guard: () => refusal })
      } catch (error) {
        return { ok: false, failure: failureOf(options, error) }
      }
    },
    read: async (held) => {
      const found = await carts.read(documentId, held === undefined ? {} : { since: held.revision })
      if (found === null) return { documentId, epoch: (await store.load({ documentId })).epoch, revision: 0, value: emptyValue(spec) }
      const { snapshot, changes } = found
      const isUnchanged = held !== undefined && held.revision === snapshot.revision && held.epoch === snapshot.epoch
      return isUnchanged ? null : { ...snapshot, changes }
    },
    call: async (call) => {
      const { baseRevision } = call
      const isCreation = baseRevision === null
      const key = keyOf({ who: 'conversation', cartId: documentId, tool: call.tool, args: { ...call } })
      try {
        return await carts.edit(documentId, {
          actor: 'model',
          mutationId: isCreation ? newId('call') : serverMutationId('call', key),
          ...(isCreation ? { onceOnCreate: { kind: 'create', key, untilMs: wallNow() + CREATE_REPEAT_MS } } : { baseRevision }),
          change: changeOf(call),
        })
      } catch (error) {
        return { ok: false, failure: failureOf(options, error) }
      }
    },
  }
}

/** As the app's doors say it: a store that cannot be used now is no refusal of the edit. */
function failureOf({ onThrow }: ServerProcessOptions, error: unknown): SyncFailure {
  if (!(error instanceof AppError) || error.code !== 'STORE_UNAVAILABLE') onThrow(error)
  return { code: 'unavailable', message: String(error) }
}
