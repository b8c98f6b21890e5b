import { createHash } from 'node:crypto'
import { AppError } from '@lockstep/contract'
import type { HostFile } from '../api/file-state.ts'
import type { HostClock, HostIds } from '../core/clock.ts'
import { fileProblem, mimeTypeOf } from './check-file.ts'
import { safeFileName } from './file-name.ts'
import type { FileStore } from './file-store.ts'

/** Bytes of all files together. */
export const LIBRARY_MAX_BYTES = 200_000_000
/** Files at once. */
const LIBRARY_MAX_FILES = 500

export interface NewFile {
  name: string
  mimeType: string
  bytes: Uint8Array
  source: Exclude<HostFile['source'], 'server'>
  app: string | null
  isInLibrary: boolean
}

/** The files whose bytes the host has: what a person attached, what views uploaded. */
export interface FileLibrary {
  /** Oldest first. */
  list(): readonly HostFile[]
  find(fileId: string): HostFile | null
  /** @throws {AppError} HOST_BAD_FILE, HOST_FILES_FULL */
  add(file: NewFile): Promise<HostFile>
  read(fileId: string): Promise<Uint8Array | null>
  remove(fileId: string): void
  /** Removes what belonged to the conversation alone. */
  endConversation(): void
}

export interface FileLibraryOptions {
  store: FileStore
  saved: readonly HostFile[]
  clock: HostClock
  ids: HostIds
  /** Kinds of file that are taken. */
  types(): 'any' | 'images'
  onChange(): void
  /** The disk failed; the file is there for this run. */
  onTrouble(problem: string): void
}

export function createFileLibrary({ store, saved, clock, ids, types, onChange, onTrouble }: FileLibraryOptions): FileLibrary {
  let files: readonly HostFile[] = saved

  function adopt(next: readonly HostFile[]): void {
    files = next
    onChange()
    void store.saveList(next).catch((error: unknown) => onTrouble(`The list of files could not be saved: ${String(error)}`))
  }

  function drop(gone: readonly HostFile[]): void {
    if (gone.length === 0) return
    adopt(files.filter((file) => !gone.includes(file)))
    for (const { id } of gone) void store.remove(id).catch((error: unknown) => onTrouble(`A file could not be removed: ${String(error)}`))
  }

  return {
    list: () => files,
    find: (fileId) => files.find(({ id }) => id === fileId) ?? null,
    async add({ bytes, source, app, isInLibrary, ...given }) {
      const name = safeFileName(given.name)
      const mimeType = mimeTypeOf(given.mimeType)
      const problem = fileProblem({ name, mimeType, bytes }, types())
      if (problem !== null) throw new AppError('HOST_BAD_FILE', problem, { blame: 'user' })
      const id = ids.newId('file')
      const file: HostFile = { id, name, mimeType, sizeBytes: bytes.length, sha256: sha256(bytes), source, app, at: clock.now(), isInLibrary }
      const taken = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
      if (taken + bytes.length > LIBRARY_MAX_BYTES || files.length >= LIBRARY_MAX_FILES) {
        const held = `it holds ${files.length} files with ${Math.ceil(taken / 1_000_000)} of ${LIBRARY_MAX_BYTES / 1_000_000} MB`
        throw new AppError('HOST_FILES_FULL', `Expected room for “${name}” in the file library, but ${held}. Remove some in the inspector.`, {
          blame: 'user',
        })
      }
      // Counted before its bytes are written, so that many at once cannot pass the limit together.
      adopt([...files, file])
      try {
        await store.put(id, bytes)
      } catch (error) {
        drop([file])
        throw new AppError('HOST_BAD_FILE', `Expected to keep “${name}”, but the disk refused: ${String(error)}`, { blame: 'user', cause: error })
      }
      return file
    },
    read: (fileId) => (files.some(({ id }) => id === fileId) ? store.get(fileId) : Promise.resolve(null)),
    remove: (fileId) => drop(files.filter(({ id }) => id === fileId)),
    endConversation: () => drop(files.filter(({ isInLibrary }) => !isInLibrary)),
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
