import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { incomingPhotos } from './incoming-photos.ts'

let folder: string
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'incoming-')), 'photos')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

const refused = (body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) =>
  incomingPhotos(folder)
    .keep(body)
    .then(
      () => 'kept',
      (error: Error & { code?: string }) => error.code ?? error.message,
    )

test('bytes come to the disk whole and in their order, with their hash, and go when they are told to', async () => {
  async function* body() {
    yield Buffer.from('one ')
    yield Buffer.from('two')
  }
  const { file, hash, remove } = await incomingPhotos(folder).keep(body())
  expect(readFileSync(file, 'utf8')).toBe('one two')
  expect(hash).toBe(createHash('sha256').update('one two').digest('hex'))
  await remove()
  await remove()
  expect(readdirSync(folder)).toEqual([])
})

test('SEC16 too many bytes are not read to their end; nothing of them is left, nor of a body that breaks off', async () => {
  let pulled = 0
  function* flood() {
    for (;;) yield new Uint8Array((pulled += 1_000_000) && 1_000_000)
  }
  expect(await refused(flood())).toBe('TOO_LARGE')
  expect(pulled).toBe(11_000_000)
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('the line is dead')
  }
  expect(await refused(broken())).toBe('the line is dead')
  expect(readdirSync(folder)).toEqual([])
})

test('a disk that takes nothing is told as the storage’s fault', async () => {
  writeFileSync(folder, 'a file where the folder should be')
  expect(await refused([Buffer.from('x')])).toBe('STORAGE_ERROR')
})

test('what a killed process left is removed by its age', async () => {
  const incoming = incomingPhotos(folder)
  await incoming.removeLeft(Date.now())
  const { file } = await incoming.keep([Buffer.from('left')])
  await incoming.removeLeft(Date.now() - 60_000)
  expect(existsSync(file)).toBe(true)
  await incoming.removeLeft(Date.now() + 60_000)
  expect(existsSync(file)).toBe(false)
})
