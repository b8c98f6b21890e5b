import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp, systemClock } from '@lockstep/server'
import { sqlite } from '@lockstep/server/sqlite'
import type { Write } from '@lockstep/sync'
import pino from 'pino'
import { z } from 'zod'

/**
 * Run as a process: an app whose writes kill their own process where they are told to, as `kill -9` does. `NOTES_DIR` holds the database and, as the
 * world outside of it, a file; `NOTES_CLOCK_MS` is how far its clock is ahead.
 */
const folder = process.env['NOTES_DIR'] ?? ''
const aheadMs = Number(process.env['NOTES_CLOCK_MS'] ?? '0')
const store = sqlite(join(folder, 'notes.sqlite'))
const app = createApp({
  name: 'notes',
  version: '1.0.0',
  store,
  clock: { now: () => systemClock.now() + aheadMs },
  logger: pino({ level: 'silent' }),
})

const input = z.strictObject({ text: z.string(), dieAt: z.enum(['before', 'after']).optional() })
const output = z.strictObject({ saved: z.string() })

const dieWhen = (isTime: boolean): void => {
  if (isTime) process.kill(process.pid, 'SIGKILL')
}

app.tool(
  'append_note',
  { title: 'Append a note', description: 'Use this to write into the world outside of the store.', effect: 'write', input, output, timeoutMs: 1_000 },
  ({ text, dieAt }) => {
    dieWhen(dieAt === 'before')
    appendFileSync(join(folder, 'world.txt'), `${text}\n`)
    dieWhen(dieAt === 'after')
    return { model: { saved: text }, text: `Saved ${text}.` }
  },
)

app.tool(
  'store_note',
  { title: 'Store a note', description: 'Use this to write into the store.', effect: 'write', input, output, timeoutMs: 1_000 },
  async ({ text, dieAt }, { operation }) => {
    dieWhen(dieAt === 'before')
    const answer = { model: { saved: text }, text: `Saved ${text}.` }
    const key = { kind: 'note', key: text }
    await store.commit({ documentId: 'notes', records: [key] }, ({ records }) => {
      const times = Number(records.get(`note:${text}`)?.value ?? 0)
      const note: Write = { type: 'record', record: { ...key, value: times + 1, expiresAt: null } }
      return { writes: operation === null ? [note] : [note, operation.finish(answer)], result: null }
    })
    dieWhen(dieAt === 'after')
    return answer
  },
)

app.tool(
  'count_notes',
  {
    title: 'Count',
    description: 'Use this to see how often a note was stored.',
    effect: 'read',
    input: z.strictObject({ text: z.string() }),
    output: z.strictObject({ times: z.number() }),
  },
  async ({ text }) => {
    const { records } = await store.load({ documentId: 'notes', records: [{ kind: 'note', key: text }] })
    return { model: { times: Number(records.get(`note:${text}`)?.value ?? 0) }, text: 'Counted.' }
  },
)

const listening = await app.listen({ port: 0, allowedOrigins: [], allowedHosts: [] })
process.send?.({ mcpUrl: listening.mcpUrl })
