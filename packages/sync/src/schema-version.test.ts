import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { memoryDocuments } from '../../../test/support/memory-documents.ts'
import { decideEdit, wantForEdit } from './decide-edit.ts'
import { decideMutation, wantForMutation } from './decide-mutation.ts'
import type { DocumentSpec, DocumentValue } from './document.ts'
import type { SyncQueue } from './drafts.ts'
import { counters, lastWriter } from './policies.ts'
import type { Mutation } from './protocol.ts'
import { SyncRefusal } from './sync-channel.ts'
import { createSyncClient } from './sync-client.ts'

/** Version 1 counts single eggs, version 2 counts boxes of six, and has wishes besides. */
const v1: DocumentSpec = { name: 'cart', fields: { lines: counters({ max: 1_000 }) } }
const v2: DocumentSpec = {
  name: 'cart',
  schemaVersion: 2,
  fields: { boxes: counters({ max: 100 }), wishes: lastWriter({ maxLength: 20 }) },
  migrate: (value) => ({
    boxes: Object.fromEntries(Object.entries(value['lines'] ?? {}).map(([id, count]) => [id, Math.ceil(Number(count) / 6)])),
    wishes: {},
  }),
}

function createWorld() {
  const store = memoryDocuments()
  const clock = createFakeClock()
  let ids = 0
  const commit = (spec: DocumentSpec, mutation: Mutation) =>
    store.commitNow(wantForMutation(mutation), (loaded) =>
      decideMutation(spec, loaded, mutation, { now: clock.now(), actor: 'user', idleTtlMs: 1e9 }),
    )
  const edit = (spec: DocumentSpec, change: (value: DocumentValue) => DocumentValue) => {
    const request = { documentId: 'c1', mutationId: `edit${(ids += 1)}`, change }
    return store.commitNow(wantForEdit(request), (loaded) => decideEdit(spec, loaded, request, { now: clock.now(), actor: 'model', idleTtlMs: 1e9 }))
  }
  /** A view of one version; the server behind it may be changed while it lives. */
  const mount = (spec: DocumentSpec, server: { spec: DocumentSpec; isAway?: boolean }, queue: SyncQueue | null = null) => {
    const queues: Array<SyncQueue | null> = []
    const opened = edit(server.spec, (value) => value)
    if (!opened.ok) throw new Error(opened.failure.message)
    const { documentId, epoch, revision, value, schemaVersion } = opened.reply
    const snapshot = { documentId, epoch, revision, value, ...(schemaVersion === undefined ? {} : { schemaVersion }) }
    const client = createSyncClient({
      spec,
      documentId: 'c1',
      clientId: `w${(ids += 1)}`,
      snapshot,
      queue,
      clock,
      random: () => 1,
      newId: () => `m${(ids += 1)}`,
      persist: (next) => queues.push(next),
      channel: {
        send: async (mutation) => {
          if (server.isAway === true) throw new Error('no route')
          const outcome = commit(server.spec, mutation)
          if (!outcome.ok) throw new SyncRefusal(outcome.failure)
          return outcome.reply
        },
        fetchSnapshot: () => Promise.resolve(null),
      },
    })
    return { client, queue: () => queues.at(-1) ?? null, step: () => clock.advance(700) }
  }
  return { clock, commit, edit, mount, current: () => store.load({ documentId: 'c1' }).then(({ document }) => document) }
}
const set = (field: string, id: string, to: number) => (value: DocumentValue) => ({ ...value, [field]: { ...value[field], [id]: to } })

describe('R20 versions of a document', () => {
  test('R20 what an older server stored is brought up when it is read and kept so with the next commit', async () => {
    const { edit, current } = createWorld()
    edit(v1, set('lines', 'eggs', 12))
    expect(edit(v2, set('boxes', 'milk', 1))).toMatchObject({ reply: { schemaVersion: 2, value: { boxes: { eggs: 2, milk: 1 } } } })
    expect(await current()).toMatchObject({ schemaVersion: 2, value: { boxes: { eggs: 2, milk: 1 } } })
  })

  test('R20 an old view against a new server: its edit lands, translated, and it stops with its list as it was', async () => {
    const world = createWorld()
    world.edit(v1, set('lines', 'eggs', 12))
    const server = { spec: v1 }
    const view = world.mount(v1, server)
    server.spec = v2
    view.client.edit(set('lines', 'eggs', 24))
    await view.step()
    expect((await world.current())?.value).toMatchObject({ boxes: { eggs: 4 } })
    expect(view.client.getSnapshot()).toMatchObject({ status: 'failed', failure: { code: 'view_outdated' }, value: { lines: { eggs: 24 } } })
    view.client.edit(set('lines', 'eggs', 30))
    await view.step()
    expect(view.queue()?.drafts).toMatchObject([{ schemaVersion: 1, intent: [{ id: 'eggs', from: 24, to: 30 }] }])
    // the new view of the same message takes over what the old one could not send
    const next = world.mount(v2, server, view.queue())
    await next.step()
    expect(next.client.getSnapshot()).toMatchObject({ status: 'saved', value: { boxes: { eggs: 5 } } })
    expect((await world.current())?.value).toMatchObject({ boxes: { eggs: 5 } })
  })

  test('R20 an old view that does not know a field leaves it alone', async () => {
    const wider: DocumentSpec = { ...v1, fields: { ...v1.fields, wishes: lastWriter({ maxLength: 20 }) } }
    const world = createWorld()
    world.edit(wider, (value) => ({ ...value, lines: { eggs: 1 }, wishes: { bag: 'paper' } }))
    const view = world.mount(v1, { spec: wider })
    view.client.edit(() => ({ lines: { eggs: 2 } }))
    await view.step()
    expect((await world.current())?.value).toEqual({ lines: { eggs: 2 }, wishes: { bag: 'paper' } })
  })

  test('R20 a new view against an old server keeps its draft and lands it once the server is new', async () => {
    const world = createWorld()
    const server = { spec: v2 }
    world.edit(v2, set('boxes', 'eggs', 1))
    const view = world.mount(v2, server)
    server.spec = v1
    view.client.edit(set('boxes', 'eggs', 3))
    await view.step()
    expect(view.client.getSnapshot()).toMatchObject({ status: 'retrying', value: { boxes: { eggs: 3 } } })
    server.spec = v2
    await world.clock.advance(60_000)
    expect(view.client.getSnapshot()).toMatchObject({ status: 'saved', value: { boxes: { eggs: 3 } } })
  })

  test('R20 a new view shows all that an old one left in its queue, before any of it is sent', async () => {
    const world = createWorld()
    world.edit(v1, set('lines', 'eggs', 6))
    const server = { spec: v1, isAway: true }
    const old = world.mount(v1, server)
    old.client.edit(set('lines', 'milk', 6))
    await old.step()
    old.client.edit(set('lines', 'bread', 12))
    expect(old.queue()?.drafts).toHaveLength(2)
    const view = world.mount(v2, { spec: v2, isAway: true }, old.queue())
    expect(view.client.getSnapshot().value).toMatchObject({ boxes: { eggs: 1, milk: 1, bread: 2 } })
  })

  test('R20 a merge reaches back over a change of schema', async () => {
    const world = createWorld()
    world.edit(v1, set('lines', 'eggs', 6))
    const server = { spec: v1 }
    const view = world.mount(v1, server)
    world.edit(v1, set('lines', 'eggs', 12))
    server.spec = v2
    world.edit(v2, set('boxes', 'milk', 2))
    view.client.edit(set('lines', 'bread', 6))
    await view.step()
    expect((await world.current())?.value).toMatchObject({ boxes: { eggs: 2, milk: 2, bread: 1 } })
  })
})
