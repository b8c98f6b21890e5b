import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { warmCrashServer } from './crash-server.ts'
import { httpDoor, toolDoor, type Answer } from './doors.ts'
import { expectAllThere, expectUnavailable } from './expect-answers.ts'
import { createSaver, saveThroughTrouble, type Saver } from './saver.ts'
import { checkSqliteFile } from './stores/sqlite-crash-store.ts'
import { failCalls, startTraced } from './trace/strace.ts'
import { request } from './writers/http-writer.ts'

const CART = 'trouble'

let folder: string
let file: string
const closing: Array<() => unknown> = []
beforeEach(() => {
  folder = path.join(scratchFolder(), 'data')
  mkdirSync(folder)
  file = path.join(folder, 'cart.db')
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  rmSync(path.dirname(folder), { recursive: true, force: true })
})

/** Writes through both doors in turn. */
async function saverAt(url: string): Promise<Saver> {
  const { door, client } = await toolDoor(url)
  closing.push(() => client.close())
  return createSaver(CART, [httpDoor(url), door])
}

test.each([
  // a commit writes the log some ten times and syncs it once
  { trouble: 'no space left on the device', call: 'pwrite64', error: 'ENOSPC', when: '150..157' },
  { trouble: 'an input/output error of the disk', call: 'pwrite64', error: 'EIO', when: '150..157' },
  { trouble: 'a file system that has gone read-only', call: 'pwrite64', error: 'EROFS', when: '150..157' },
  { trouble: 'an fsync that fails', call: 'fsync,fdatasync', error: 'EIO', when: '10..17' },
])('R11 $trouble: nothing is acknowledged, both doors say unavailable, and it heals without a restart', async ({ call, error, when }) => {
  const server = await startTraced({ env: { CART_PORT: '0', CART_DATA_DIR: folder }, strace: failCalls(`${file}-wal`, call, error, when) })
  closing.push(() => server.stop())
  const saver = await saverAt(server.url)
  const { refused, savedAfter } = await saveThroughTrouble(saver)
  expectUnavailable(refused)
  expect(savedAfter).toEqual(savedAfter.map(() => expect.objectContaining({ status: 'applied' })))
  await expectAllThere(server.url, CART, saver)
  await server.stop()
  expect(checkSqliteFile(file)).toEqual([])
})

test('R11 a database that may not grow: nothing is acknowledged, reading goes on, and it heals when there is room again', async () => {
  const server = warmCrashServer()
  closing.push(() => server.signal('SIGKILL'))
  const port = await freePort()
  await server.go({ CART_PORT: String(port), CART_DATA_DIR: folder })
  const url = `http://127.0.0.1:${port}`
  const saver = await saverAt(url)
  await saver.save()
  // a limit below what it has means: not a page more
  await server.sql('pragma max_page_count = 1')
  const refused: Answer[] = []
  for (let edits = 0; refused.length < 6 && edits < 400; edits += 1) {
    const answer = await saver.trySave()
    if (answer.kind !== 'saved') refused.push(answer)
  }
  expectUnavailable(refused)
  await expectAllThere(url, CART, saver)
  await server.sql('pragma max_page_count = 1000000')
  expect(await saver.save()).toEqual([expect.objectContaining({ kind: 'saved', status: 'applied' })])
  await expectAllThere(url, CART, saver)
  server.signal('SIGTERM')
  expect(await server.ended()).toBe(0)
  expect(checkSqliteFile(file)).toEqual([])
})

test('R11 a database locked by another process: a short lock is waited out, a long one is said, and both are over when the lock is', async () => {
  const port = await freePort()
  const server = await startCartProcess({ port, dataDir: folder })
  closing.push(() => server.kill())
  const saver = await saverAt(server.url)
  await saver.save()
  const other = new DatabaseSync(file)
  closing.push(() => other.close())

  other.exec('begin immediate')
  const waiting = saver.save()
  // the answer has to wait for the lock: whoever overtakes it was not held up
  expect(await Promise.race([waiting.then(() => 'answered'), request(`${server.url}/health`, {}).then(() => 'waits')])).toBe('waits')
  other.exec('rollback')
  expect(await waiting).toHaveLength(1)

  other.exec('begin immediate')
  const { door, client } = await toolDoor(server.url)
  closing.push(() => client.close())
  const elsewhere = createSaver('elsewhere', [door])
  const byHttp = createSaver('elsewhere', [httpDoor(server.url)])
  expectUnavailable(await Promise.all([elsewhere.trySave(), byHttp.trySave()]))
  other.exec('rollback')
  expect(await saver.save()).toEqual([expect.objectContaining({ kind: 'saved', status: 'applied' })])
  await expectAllThere(server.url, CART, saver)
  await server.stop()
  expect(checkSqliteFile(file)).toEqual([])
})

test('R11 a file that may only be read: the server does not start and says why; once it may be written, it starts with all that was there', async () => {
  const port = await freePort()
  const first = await startCartProcess({ port, dataDir: folder })
  const saver = createSaver(CART, [httpDoor(first.url)])
  await saver.save()
  await first.stop()
  const readOnly = ['-P', file, '-e', 'trace=openat', '-e', 'inject=openat:error=EROFS:when=1', '-o', '/dev/null']
  await expect(startTraced({ env: { CART_PORT: String(port), CART_DATA_DIR: folder }, strace: readOnly })).rejects.toThrow(/writable/)
  const second = await startCartProcess({ port, dataDir: folder })
  closing.push(() => second.kill())
  await expectAllThere(second.url, CART, saver)
  await saver.save()
  await expectAllThere(second.url, CART, saver)
})
