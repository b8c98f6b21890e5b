import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ID, told, type Told } from './set-up.ts'

// processes start slowly on a busy machine
vi.setConfig({ testTimeout: 60_000 })

const MAIN = fileURLToPath(new URL('./notes-process.ts', import.meta.url))
/** Longer than any lease of the app's tools. */
const LATER_MS = 60_000

type Call = (name: string, args: Record<string, unknown>) => Promise<Told>

interface Place {
  /** Starts the app again, its clock so far ahead. */
  start(aheadMs?: number): Promise<{ call: Call; died: Promise<unknown>; stop(): Promise<void> }>
  /** Lines of the file outside of the store. */
  world(): string[]
}

function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-once-'))
  const children = new Set<ChildProcess>()
  onTestFinished(async () => {
    await Promise.all([...children].map(end))
    rmSync(folder, { recursive: true })
  })
  return {
    world: () => (existsSync(join(folder, 'world.txt')) ? readFileSync(join(folder, 'world.txt'), 'utf8').trim().split('\n') : []),
    start: async (aheadMs = 0) => {
      const env = { ...process.env, NOTES_DIR: folder, NOTES_CLOCK_MS: String(aheadMs) }
      const child = fork(MAIN, { execArgv: ['--conditions=@lockstep/source'], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      children.add(child)
      const died = once(child, 'exit')
      const tooEarly = died.then(() => Promise.reject(new Error('the app ended before it listened')))
      const [{ mcpUrl }] = (await Promise.race([once(child, 'message'), tooEarly])) as [{ mcpUrl: string }]
      // from here on its death is what a test waits for
      tooEarly.catch(() => undefined)
      const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
      await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
      return {
        call: async (name, args) => told(await client.callTool({ name, arguments: args })),
        died,
        stop: () => end(child),
      }
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Sends a call whose process kills itself, and waits for its death. */
async function callAndDie(place: Place, name: string, args: Record<string, unknown>): Promise<void> {
  const { call, died } = await place.start()
  await expect(call(name, args)).rejects.toThrow()
  await died
}

test('S2.X.1 S1.D.1 killed between effect and answer: the retry is told that the outcome is unknown, and the effect stays one', async () => {
  const place = newPlace()
  const args = { text: 'milk', dieAt: 'after', operationId: ID }
  await callAndDie(place, 'append_note', args)
  expect(place.world()).toEqual(['milk'])

  const soon = await place.start()
  expect(await soon.call('append_note', args)).toMatchObject({ code: 'in_progress', error: { retryAfterMs: expect.any(Number) } })
  await soon.stop()
  const later = await place.start(LATER_MS)
  expect(await later.call('append_note', args)).toMatchObject({ isError: true, code: 'outcome_unknown', model: null })
  expect(await later.call('append_note', args)).toMatchObject({ code: 'outcome_unknown' })
  expect(place.world()).toEqual(['milk'])
  // looked, and decided: a new intention has a new id
  expect(await later.call('append_note', { text: 'milk', operationId: `${ID}-2` })).toMatchObject({ isError: false })
  expect(place.world()).toEqual(['milk', 'milk'])
})

test('S2.X.1 killed before its effect: nobody can tell the two apart, so it is unknown too, and not run', async () => {
  const place = newPlace()
  const args = { text: 'milk', dieAt: 'before', operationId: ID }
  await callAndDie(place, 'append_note', args)
  const later = await place.start(LATER_MS)
  expect(await later.call('append_note', args)).toMatchObject({ code: 'outcome_unknown' })
  expect(place.world()).toEqual([])
})

test('S2.X.1 S1.D.1 R4 killed after a transaction that holds effect and answer: the retry gets the first answer, and the effect is one', async () => {
  const place = newPlace()
  const args = { text: 'eggs', dieAt: 'after', operationId: ID }
  await callAndDie(place, 'store_note', args)
  const again = await place.start()
  expect(await again.call('store_note', args)).toMatchObject({ isError: false, replayed: true, model: { saved: 'eggs' }, text: 'Saved eggs.' })
  expect(await again.call('store_note', args)).toMatchObject({ replayed: true })
  expect(await again.call('count_notes', { text: 'eggs' })).toMatchObject({ model: { times: 1 } })
})

test('S1.D.1 an answer survives a restart', async () => {
  const place = newPlace()
  const args = { text: 'ham', operationId: ID }
  const first = await place.start()
  expect(await first.call('append_note', args)).toMatchObject({ isError: false, replayed: false })
  await first.stop()
  const again = await place.start(LATER_MS)
  expect(await again.call('append_note', args)).toMatchObject({ isError: false, replayed: true, model: { saved: 'ham' } })
  expect(place.world()).toEqual(['ham'])
})
