import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { diskFiles } from './disk-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-files-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** What every open file is made of. */
async function handles(): Promise<FileHandle> {
  const one = await open(folder)
  await one.close()
  return Object.getPrototypeOf(one) as FileHandle
}

const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('a copy is flushed before it has its name, as what is put is: a page that says it is published must not lose its photos with the power', async () => {
  const disk = diskFiles(folder)
  const sync = vi.spyOn(await handles(), 'sync')
  await disk.put('draft/p/a.webp', Buffer.from('photo'))
  expect(sync).toHaveBeenCalledTimes(1)
  await disk.copy('draft/p/a.webp', 'public/p/a.webp')
  expect(sync).toHaveBeenCalledTimes(2)
  expect(Buffer.from((await disk.get('public/p/a.webp')) ?? []).toString()).toBe('photo')
})

test('a copy that the disk has no room for leaves nothing half-done', async () => {
  const disk = diskFiles(folder)
  await disk.put('draft/p/a.webp', Buffer.from('photo'))
  vi.spyOn(await handles(), 'sync').mockRejectedValue(new Error('ENOSPC'))
  await expect(disk.copy('draft/p/a.webp', 'public/p/a.webp')).rejects.toThrow('ENOSPC')
  await expect(disk.copy('draft/p/none.webp', 'public/p/none.webp')).rejects.toThrow('ENOENT')
  expect(files()).toEqual(['a.webp'])
})
