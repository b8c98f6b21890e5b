import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { httpDoor } from './doors.ts'
import { expectAllThere } from './expect-answers.ts'
import { createSaver } from './saver.ts'
import { checkSqliteFile } from './stores/sqlite-crash-store.ts'
import { killAtCall, startTraced } from './trace/strace.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = path.join(scratchFolder(), 'data')
  mkdirSync(folder)
  file = path.join(folder, 'cart.db')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

// the write-ahead log is synced, its pages go into the file one by one, the file is cut to size and synced, the log is removed
test.each([
  { step: 'the first page is carried over', of: 'cart.db', call: 'pwrite64', nth: 1 },
  { step: 'the second page is carried over', of: 'cart.db', call: 'pwrite64', nth: 2 },
  { step: 'the fifth page is carried over', of: 'cart.db', call: 'pwrite64', nth: 5 },
  { step: 'the file is synced', of: 'cart.db', call: 'fsync,fdatasync', nth: 1 },
  { step: 'the log is removed', of: 'cart.db-wal', call: '?unlink,unlinkat', nth: 1 },
])('R9 killed before $step: all that was acknowledged is there, and the file is whole', async ({ of, call, nth }) => {
  const port = await freePort()
  // made and closed before: from then on only a checkpoint writes into the file itself
  const first = await startCartProcess({ port, dataDir: folder })
  const saver = createSaver('checkpoint', [httpDoor(first.url)])
  await saver.save()
  await first.stop()

  const env = { CART_PORT: String(port), CART_DATA_DIR: folder }
  const traced = await startTraced({ env, strace: killAtCall(path.join(folder, of), call, nth) })
  for (let edit = 0; edit < 10; edit += 1) await saver.save()
  // whoever closes the database carries the log over
  await traced.stop()
  expect(await traced.ended).toBe('SIGKILL')

  const again = await startCartProcess({ port, dataDir: folder })
  await expectAllThere(again.url, 'checkpoint', saver)
  await saver.save()
  await expectAllThere(again.url, 'checkpoint', saver)
  await again.stop()
  expect(checkSqliteFile(file)).toEqual([])
})
