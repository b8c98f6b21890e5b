import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock, systemIds } from '../core/clock.ts'
import { createFileLibrary, LIBRARY_MAX_BYTES } from './file-library.ts'
import { createDiskFileStore, createMemoryFileStore, type FileStore } from './file-store.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lockstep-files-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function library(store: FileStore, troubles: string[] = []) {
  return createFileLibrary({
    store,
    saved: await store.load(),
    clock: systemClock,
    ids: systemIds,
    types: () => 'any',
    onChange: () => undefined,
    onTrouble: (problem) => troubles.push(problem),
  })
}
const note = {
  name: 'note.txt',
  mimeType: 'Text/Plain; charset=utf-8',
  bytes: new TextEncoder().encode('hello'),
  source: 'person',
  app: null,
  isInLibrary: true,
} as const

describe('files on disk', () => {
  it('H20 are there after a restart, and gone when they were removed', async () => {
    const store = createDiskFileStore(dir)
    const first = await library(store)
    const kept = await first.add(note)
    const gone = await first.add(note)
    first.remove(gone.id)
    await store.flush()
    const second = await library(createDiskFileStore(dir))
    expect(second.list()).toEqual([{ ...kept, mimeType: 'text/plain' }])
    expect(new TextDecoder().decode((await second.read(kept.id)) ?? undefined)).toBe('hello')
    expect(await second.read(gone.id)).toBeNull()
    expect((await readdir(dir)).toSorted()).toEqual([kept.id, 'files.json'].toSorted())
  })

  it('H20 a broken list and bytes that nobody lists stop nothing; strangers’ files are left alone', async () => {
    await writeFile(join(dir, 'files.json'), '{')
    await writeFile(join(dir, 'file_0123456789abcdef'), 'orphan')
    await writeFile(join(dir, 'notes.txt'), 'not ours')
    expect(await createDiskFileStore(dir).load()).toEqual([])
    expect((await readdir(dir)).toSorted()).toEqual(['files.json', 'notes.txt'])
    expect(await createDiskFileStore(dir).get('../files.json')).toBeNull()
  })
})

describe('the library', () => {
  it('S2.A.4 has a limit for all files together, also for many at once', async () => {
    const files = await library(createMemoryFileStore())
    const bytes = new Uint8Array(20_000_000)
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => files.add({ ...note, bytes })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIBRARY_MAX_BYTES / bytes.length)
    await expect(files.add({ ...note, bytes })).rejects.toThrow(/holds 10 files with 200 of 200 MB/)
    files.remove(files.list()[0]?.id ?? '')
    await expect(files.add(note)).resolves.toMatchObject({ name: 'note.txt', sizeBytes: 5 })
  })

  it('H20 a disk that refuses is told, and the file is not listed', async () => {
    const store: FileStore = { ...createMemoryFileStore(), put: () => Promise.reject(new Error('disk full')) }
    const files = await library(store)
    await expect(files.add(note)).rejects.toThrow(/disk full/)
    expect(files.list()).toEqual([])
  })
})
