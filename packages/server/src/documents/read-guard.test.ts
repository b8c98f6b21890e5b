import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { counters, type DocumentSpec } from '@lockstep/sync'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { memory } from '../memory.ts'
import { sqlite } from '../sqlite.ts'
import { connect, ERAS, logInto, openApp, type LogLine } from '../testing/open-app.ts'
import { reply } from '../tools/reply.ts'
import { asReader, guardReads } from './read-guard.ts'

const spec = { name: 'basket', fields: { lines: counters({ max: 99 }) } } satisfies DocumentSpec
const base = { title: 'T', description: 'Use this when it is wanted.', input: z.strictObject({}), output: z.strictObject({ ok: z.boolean() }) }
const eggs = (count: number) => ({ actor: 'model' as const, mutationId: `m_${count}`, change: () => ({ lines: { eggs: count } }) })

/** A read tool that tries to write in each way it has; `swallow` = it hides that it failed. */
function declareTools(app: App): void {
  const baskets = app.document(spec)
  const attempts: Record<string, () => Promise<unknown>> = {
    edit: () => baskets.edit('b_1', eggs(7)),
    sync: () =>
      baskets.sync(
        {
          documentId: 'b_1',
          epoch: null,
          baseRevision: null,
          value: { lines: { eggs: 9 } },
          mutationId: 'm_s',
          supersedes: [],
          clientId: 'w',
          seq: 1,
          onConflict: 'merge',
        },
        { actor: 'user' },
      ),
    record: () =>
      app.store.commit({ documentId: '' }, () => ({
        writes: [{ type: 'record', record: { kind: 'k', key: 'k', value: 1, expiresAt: null } }],
        result: null,
      })),
    later: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      await Promise.all([1, 2].map(() => baskets.edit('b_1', eggs(8))))
    },
    swallow: () => baskets.edit('b_1', eggs(6)).catch(() => null),
  }
  for (const [name, attempt] of Object.entries(attempts)) {
    app.tool(`read_${name}`, { ...base, effect: 'read' }, async () => {
      await attempt()
      return reply({ model: { ok: true }, text: 'Read.' })
    })
  }
  app.tool('read_reader', { ...base, effect: 'read' }, async () => {
    const found = await baskets.reader.read('b_1')
    return reply({ model: { ok: found?.snapshot.value.lines['eggs'] === 1 }, text: 'Read.' })
  })
  app.tool('write', { ...base, effect: 'write', once: 'own' }, async () => {
    const outcome = await baskets.edit('b_1', eggs(1))
    return reply({ model: { ok: outcome.ok }, text: 'Written.' })
  })
}

function databaseFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-read-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'app.db')
}

/** All rows of all tables, as one number. */
function rowsHash(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = db.prepare("select name from sqlite_schema where type = 'table' order by name").all()
    const rows = tables.map(({ name }) => [name, db.prepare(`select * from "${String(name)}"`).all()])
    expect(rows.length).toBeGreaterThan(0)
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  } finally {
    db.close()
  }
}

describe.each(ERAS)('over MCP, %s era', (era) => {
  test('S1.D.2 a tool of effect read cannot write, whichever way it tries: the rows of the database stay the same', async () => {
    const file = databaseFile()
    const store = sqlite(file)
    onTestFinished(() => store.close())
    const lines: LogLine[] = []
    const client = await connect((await openApp(declareTools, { store, logger: logInto(lines), isDevelopment: true })).mcpUrl, era)
    expect(await client.callTool({ name: 'write', arguments: {} })).toMatchObject({ structuredContent: { ok: true } })
    const before = rowsHash(file)
    for (const name of ['edit', 'sync', 'record', 'later']) {
      const result = await client.callTool({ name: `read_${name}`, arguments: {} })
      expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'read_writes' } } })
      expect(JSON.stringify(result.content)).toContain(`read_${name}`)
    }
    expect(await client.callTool({ name: 'read_swallow', arguments: {} })).toMatchObject({ structuredContent: { ok: true } })
    expect(await client.callTool({ name: 'read_reader', arguments: {} })).toMatchObject({ structuredContent: { ok: true } })
    expect(rowsHash(file)).toBe(before)
    expect(await client.callTool({ name: 'write', arguments: {} })).toMatchObject({ structuredContent: { ok: true } })
  })

  test('S1.D.2 in production the answer says nothing of it, and the log all', async () => {
    const lines: LogLine[] = []
    const client = await connect((await openApp(declareTools, { logger: logInto(lines), isDevelopment: false })).mcpUrl, era)
    const result = await client.callTool({ name: 'read_edit', arguments: {} })
    expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'internal_error' } } })
    expect(JSON.stringify(result)).not.toMatch(/commit|effect/)
    expect(JSON.stringify(lines)).toContain('TOOL_READ_WRITES')
  })
})

test('calls at the same time do not guard each other: one reads, one writes', async () => {
  const store = guardReads(memory())
  const write = () => store.commit({ documentId: 'd' }, () => ({ writes: [], result: 'written' }))
  let go = (): void => undefined
  const started = new Promise<void>((resolve) => {
    go = resolve
  })
  const reading = asReader(async () => {
    await started
    return write().catch((error: unknown) => error)
  }, 'look')
  expect(await write()).toBe('written')
  go()
  expect(await reading).toMatchObject({ code: 'TOOL_READ_WRITES', blame: 'user', data: { tool: 'look' } })
  expect(await write()).toBe('written')
})

test('S1.D.2 a reader can neither sweep nor close the store', async () => {
  const inner = memory()
  const sweep = vi.spyOn(inner, 'sweep')
  const close = vi.spyOn(inner, 'close')
  const store = guardReads(inner)
  for (const run of [() => store.sweep(Number.MAX_SAFE_INTEGER, 0), () => store.close()]) {
    await expect(asReader<unknown>(run, 'look')).rejects.toMatchObject({ code: 'TOOL_READ_WRITES' })
  }
  expect([sweep.mock.calls.length, close.mock.calls.length]).toEqual([0, 0])
})
