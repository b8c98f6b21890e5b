import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { catchLateChanges } from './late-changes.ts'

function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-late-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'view.tsx')
  writeFileSync(file, 'one')
  const watcher = new EventEmitter()
  const waiting: Array<() => void> = []
  const told: number[] = []
  catchLateChanges(watcher as Parameters<typeof catchLateChanges>[0], (run) => void waiting.push(run))
  watcher.on('change', (_file, stats: { mtimeMs: number }) => void told.push(stats.mtimeMs))
  return { file, watcher, told, lookAgain: () => waiting.splice(0).forEach((run) => run()), waiting }
}

test('the second of two quick saves is told, once', async () => {
  const { file, watcher, told, lookAgain, waiting } = watched()
  const first = statSync(file)
  watcher.emit('change', file, first)
  utimesSync(file, new Date(), new Date(first.mtimeMs + 20))
  const second = once(watcher, 'change')
  lookAgain()
  await second
  expect(told).toEqual([first.mtimeMs, statSync(file).mtimeMs])
  // it looks again after that one too, and finds nothing newer
  expect(waiting).toHaveLength(1)
})

test('a single save is told once, and a file that is gone is no error', async () => {
  const { file, watcher, told, lookAgain } = watched()
  watcher.emit('change', file, statSync(file))
  lookAgain()
  await new Promise((resolve) => setImmediate(resolve))
  rmSync(file)
  watcher.emit('change', file, { mtimeMs: 1 })
  lookAgain()
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toHaveLength(2)
})
