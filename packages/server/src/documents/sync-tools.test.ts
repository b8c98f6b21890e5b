import { DOCUMENT_META } from '@lockstep/contract'
import { counters, lastWriter, list, placeAfter, SYNC_PROTOCOL_VERSION, type DocumentSpec, type Mutation } from '@lockstep/sync'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App, AppOptions } from '../app.ts'
import { memory } from '../memory.ts'
import { connect, ERAS, openApp, type Era } from '../testing/open-app.ts'
import { reply } from '../tools/reply.ts'
import type { SyncToolOptions } from './sync-tools.ts'

const spec = {
  name: 'packing-list',
  fields: { things: counters({ max: 9, maxEntries: 3 }), notes: lastWriter({ maxLength: 20, follows: 'things' }), order: list() },
} satisfies DocumentSpec
const START = 1_800_000_000_000

function mutation(overrides: Partial<Mutation> = {}): Record<string, unknown> {
  const value = { things: { socks: 2 }, notes: {}, order: {} }
  const base = {
    documentId: 'd_1',
    epoch: null,
    baseRevision: null,
    value,
    mutationId: 'm_1',
    supersedes: [],
    clientId: 'w_1',
    seq: 1,
    onConflict: 'merge',
  }
  return { ...base, ...overrides, v: SYNC_PROTOCOL_VERSION }
}

async function open(era: Era, options: SyncToolOptions = {}, app: Partial<AppOptions> = {}) {
  const declare = (one: App): void => {
    const lists = one.document(spec)
    one.syncTool(lists, options)
    one.tool(
      'pack',
      {
        title: 'P',
        description: 'Use this when something is packed.',
        effect: 'write',
        once: 'own',
        input: z.strictObject({}),
        output: z.strictObject({}),
      },
      async () => {
        const packed = await lists.edit('d_1', {
          actor: 'model',
          mutationId: `k_${Math.random()}`,
          change: (value) => ({ ...value, things: { ...value.things, towel: (value.things['towel'] ?? 0) + 1 } }),
        })
        if (!packed.ok) throw new Error(packed.failure.message)
        return reply({ model: {}, text: 'Packed.' })
      },
    )
  }
  const clock = { now: () => START }
  const client = await connect((await openApp(declare, { clock, store: memory(), ...app })).mcpUrl, era)
  const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args })
  return {
    client,
    pack: () => call('pack'),
    save: (overrides: Partial<Mutation> = {}) => call('sync_packing_list', mutation(overrides)),
    look: (held: { epoch?: string; since?: number } = {}, documentId = 'd_1') => call('packing_list_changes', { documentId, ...held }),
  }
}

async function connectTo(declare: (app: App) => void, store: AppOptions['store']) {
  return connect((await openApp(declare, { store, clock: { now: () => START } })).mcpUrl, 'modern')
}

const documentOf = (result: { _meta?: Record<string, unknown> | undefined }) => result._meta?.[DOCUMENT_META]
const held = z.looseObject({ epoch: z.string(), revision: z.int() })
const refused = (code: string, more: object = {}) => ({ isError: true, _meta: { 'lockstep/error': { code, ...more } } })

describe.each(ERAS)('over MCP, %s era', (era) => {
  test('S2.R.2 S2.R.4 a view saves by one tool and looks by the other; the document travels only where no model reads', async () => {
    const { save, look, pack } = await open(era)
    const empty = await look()
    expect(empty.structuredContent).toEqual({ documentId: 'd_1', revision: 0, unchanged: false })
    expect(documentOf(empty)).toEqual({
      documentId: 'd_1',
      epoch: expect.any(String),
      revision: 0,
      value: { things: {}, notes: {}, order: {} },
      changes: [],
    })

    const saved = await save()
    expect(saved.structuredContent).toEqual({ documentId: 'd_1', revision: 1, status: 'applied' })
    expect(documentOf(saved)).toEqual({
      documentId: 'd_1',
      epoch: expect.any(String),
      revision: 1,
      value: { things: { socks: 2 }, notes: {}, order: {} },
      mutationId: 'm_1',
      status: 'applied',
      conflicts: [],
      changes: [],
    })
    const { epoch } = held.parse(documentOf(saved))
    const quiet = await look({ epoch, since: 1 })
    expect(quiet.structuredContent).toEqual({ documentId: 'd_1', revision: 1, unchanged: true })
    expect(documentOf(quiet)).toBeUndefined()

    await pack()
    const news = await look({ epoch, since: 1 })
    expect(documentOf(news)).toMatchObject({
      revision: 2,
      value: { things: { socks: 2, towel: 1 } },
      changes: [{ revision: 2, by: 'model', field: 'things', id: 'towel', from: null, to: 1 }],
    })
    expect(documentOf(await look({ epoch: 'e_other', since: 1 }))).toMatchObject({ revision: 2, changes: [] })
    expect(documentOf(await look())).toMatchObject({ revision: 2, changes: [] })
    for (const result of [empty, saved, news]) {
      expect(JSON.stringify([result.content, result.structuredContent])).not.toMatch(/socks|towel|epoch|mutation/)
    }
  })

  test('S1.D.1 M7 the same save twice counts once, another value under its id is refused', async () => {
    const { save } = await open(era)
    await save()
    const again = await save()
    expect(again.structuredContent).toMatchObject({ revision: 1, status: 'replayed' })
    expect(await save({ value: { things: { socks: 5 } } })).toMatchObject(refused('mutation_conflict'))
  })

  test('M5 a view that saves on an old revision is merged with what the model did, and told of it', async () => {
    const { save, pack } = await open(era)
    const { epoch } = held.parse(documentOf(await save()))
    await pack()
    const merged = await save({ mutationId: 'm_2', seq: 2, epoch, baseRevision: 1, value: { things: { socks: 3 } } })
    expect(documentOf(merged)).toMatchObject({
      status: 'merged',
      revision: 3,
      value: { things: { socks: 3, towel: 1 } },
      changes: [{ by: 'model', id: 'towel' }],
    })
    const stale = await save({ mutationId: 'm_3', seq: 3, epoch: 'e_other', baseRevision: 1 })
    expect(stale).toMatchObject(refused('stale_base', { current: { documentId: 'd_1', revision: 3, value: { things: { socks: 3, towel: 1 } } } }))
  })

  test('S2.V.2 a document its caller may not use is one that is not there, for both tools', async () => {
    const { save, look } = await open(era, { access: (id, { session }) => id === session })
    expect(await save()).toMatchObject(refused('not_found', { path: 'documentId' }))
    expect(await look()).toMatchObject(refused('not_found', { path: 'documentId' }))
  })

  test('a guard refuses before anything is written, with the revision it saw', async () => {
    const { save, look } = await open(era, {
      guard: ({ value }) =>
        value['things']?.['socks'] === 2 ? { code: 'invalid_request', message: 'No two socks.', path: 'value.things.socks' } : null,
    })
    expect(await save()).toMatchObject(refused('invalid_request', { path: 'value.things.socks' }))
    expect((await look()).structuredContent).toMatchObject({ revision: 0 })
    expect((await save({ value: { things: { socks: 3 } } })).structuredContent).toMatchObject({ revision: 1 })
  })

  test('S2.V.1 both are the view’s alone, and the write is told as one that overwrites', async () => {
    const { client } = await open(era)
    const tools = (await client.listTools()).tools.filter(({ name }) => name.includes('packing_list'))
    expect(tools.map(({ name, annotations, _meta }) => [name, annotations?.destructiveHint, _meta?.['ui']])).toEqual([
      ['sync_packing_list', true, { visibility: ['app'] }],
      ['packing_list_changes', false, { visibility: ['app'] }],
    ])
  })
})

describe('what a view may send', () => {
  const things = (entries: Record<string, unknown>) => ({ value: { things: entries } }) as unknown as Partial<Mutation>
  const field = (name: string, entries: Record<string, unknown>) => ({ value: { [name]: entries } }) as unknown as Partial<Mutation>

  test.each<[string, Partial<Mutation>, string, string | undefined]>([
    ['half a thing', things({ socks: 1.5 }), 'invalid_request', 'value.things.socks'],
    ['fewer than none', things({ socks: -1 }), 'invalid_request', 'value.things.socks'],
    ['a number past what is exact', things({ socks: 2 ** 53 }), 'invalid_request', 'value.things.socks'],
    ['a text for a count', things({ socks: '2' }), 'invalid_request', 'value.things.socks'],
    ['a list for a count', things({ socks: [2] }), 'invalid_request', 'value.things.socks'],
    ['an id that is an index', things({ '7': 1 }), 'invalid_request', 'value.things.7'],
    ['SEC11 an id that every object has', things({ toString: 1 }), 'invalid_request', 'value.things.toString'],
    ['an id with a line break', things({ 'so\ncks': 1 }), 'invalid_request', 'value.things.so\ncks'],
    ['an id of 201 characters', things({ ['s'.repeat(201)]: 1 }), 'invalid_request', `value.things.${'s'.repeat(200)}`],
    ['a note past its length', field('notes', { socks: 'x'.repeat(21) }), 'invalid_request', 'value.notes.socks'],
    ['a number for a note', field('notes', { socks: 7 }), 'invalid_request', 'value.notes.socks'],
    ['half a character', field('notes', { socks: '\ud800' }), 'invalid_request', 'value.notes.socks'],
    ['a place that is none', field('order', { socks: 'zz' }), 'invalid_request', 'value.order.socks'],
    ['a place of 1,001 characters', field('order', { socks: `a${'1'.repeat(1_000)}` }), 'invalid_request', 'value.order.socks'],
    ['a field this server does not know', field('colours', { socks: 'red' }), 'unavailable', 'value.colours'],
    ['more entries than fit', things({ a: 1, b: 1, c: 1, d: 1 }), 'too_large', 'things'],
    ['a schema this server does not know yet', { schemaVersion: 2 }, 'unavailable', undefined],
  ])('SEC12 %s is refused', async (_, overrides, code, path) => {
    const { save, look } = await open('modern')
    expect(await save({ ...overrides })).toMatchObject(refused(code, path === undefined ? {} : { path }))
    expect((await look()).structuredContent).toMatchObject({ revision: 0 })
  })

  test('counts past their limit are cut and told, and notes and places go through', async () => {
    const { save } = await open('modern')
    const value = { things: { socks: 12 }, notes: { socks: 'blue, the long ones' }, order: { socks: placeAfter({}, null) } }
    const saved = await save({ value })
    expect(documentOf(saved)).toMatchObject({
      value: { things: { socks: 9 }, notes: { socks: 'blue, the long ones' }, order: { socks: expect.any(String) } },
      conflicts: [{ kind: 'clamped', id: 'socks', result: 9 }],
    })
  })
})

describe('ids', () => {
  test('SEC12 a document of another kind can be neither read nor overwritten by naming its id', async () => {
    const app = (one: App): void => {
      one.syncTool(one.document(spec))
      one.syncTool(one.document({ name: 'guest-book', fields: { entries: counters({ max: 9 }) } }))
    }
    const client = await connect((await openApp(app)).mcpUrl, 'modern')
    const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args })
    await call('sync_packing_list', mutation())
    const { epoch } = held.parse(documentOf(await call('packing_list_changes', { documentId: 'd_1' })))
    const foreign = await call('guest_book_changes', { documentId: 'd_1' })
    expect(foreign).toMatchObject(refused('unavailable'))
    expect(JSON.stringify(foreign)).not.toContain('socks')
    const entries = { value: { entries: { socks: 1 } }, mutationId: 'm_2', epoch, baseRevision: 1 }
    expect(await call('sync_guest_book', mutation(entries))).toMatchObject(refused('unavailable'))
    expect(documentOf(await call('packing_list_changes', { documentId: 'd_1' }))).toMatchObject({ revision: 1, value: { things: { socks: 2 } } })
  })

  test.each([
    ['https://issuer.example ada', true],
    ['list-v1/abc=='.repeat(20), true],
    ['x'.repeat(513), false],
    ['a\nb', false],
    ['', false],
  ])('%j may name a document: %s', async (documentId, isTaken) => {
    const { save } = await open('modern')
    const saved = await save({ documentId })
    expect(saved.isError === true).toBe(!isTaken)
    if (!isTaken) expect(saved).toMatchObject(refused('invalid_request', { path: 'documentId' }))
  })
})

describe('an older view after a change of the schema', () => {
  const grown: DocumentSpec = {
    ...spec,
    schemaVersion: 2,
    migrate: ({ stuff, ...rest }) => ({ ...rest, ...(stuff === undefined ? {} : { things: stuff }) }),
  }

  test('a document of the older schema is read, and written, whatever fields it had', async () => {
    const store = memory()
    const one = (document: DocumentSpec) => connectTo((app) => void app.syncTool(app.document(document)), store)
    const old: DocumentSpec = { name: spec.name, fields: { stuff: counters({ max: 9 }) } }
    await (await one(old)).callTool({ name: 'sync_packing_list', arguments: mutation({ value: { stuff: { socks: 2 } } }) })
    const client = await one({ ...grown, migrate: (value) => ({ ...value, things: value['stuff'] ?? {} }) })
    const seen = documentOf(await client.callTool({ name: 'packing_list_changes', arguments: { documentId: 'd_1' } }))
    expect(seen).toMatchObject({ revision: 1, value: { things: { socks: 2 } } })
    const next = { epoch: held.parse(seen).epoch, baseRevision: 1, mutationId: 'm_2', value: { things: { socks: 3 } }, schemaVersion: 2 }
    expect(documentOf(await client.callTool({ name: 'sync_packing_list', arguments: mutation(next) }))).toMatchObject({
      value: { things: { socks: 3 } },
    })
  })

  test('is taken in its own words, and judged by today’s', async () => {
    const app = (one: App): void => void one.syncTool(one.document(grown))
    const client = await connect((await openApp(app)).mcpUrl, 'modern')
    const save = (stuff: Record<string, number>, mutationId: string) =>
      client.callTool({ name: 'sync_packing_list', arguments: mutation({ value: { stuff }, mutationId, schemaVersion: 1 }) })
    expect(await save({ socks: -4 }, 'm_1')).toMatchObject(refused('invalid_request', { path: 'value.things.socks' }))
    expect(documentOf(await save({ socks: 4 }, 'm_2'))).toMatchObject({ value: { things: { socks: 4 } }, schemaVersion: 2 })
  })
})
