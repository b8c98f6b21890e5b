import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '@lockstep/contract'
import type { HostFile } from '../api/file-state.ts'

/** Where the bytes of files are: a folder, or memory. */
export interface FileStore {
  /** The files of the last run; bytes without an entry are cleared away. Never throws: what cannot be read is not there. */
  load(): Promise<HostFile[]>
  put(id: string, bytes: Uint8Array): Promise<void>
  get(id: string): Promise<Uint8Array | null>
  remove(id: string): Promise<void>
  /** Keeps the list, in the order of the calls. */
  saveList(files: readonly HostFile[]): Promise<void>
  flush(): Promise<void>
}

/** For a host without a folder, and for tests. */
export function createMemoryFileStore(): FileStore {
  const kept = new Map<string, Uint8Array>()
  return {
    load: () => Promise.resolve([]),
    put: async (id, bytes) => void kept.set(id, bytes),
    get: (id) => Promise.resolve(kept.get(id) ?? null),
    remove: async (id) => void kept.delete(id),
    saveList: () => Promise.resolve(),
    flush: () => Promise.resolve(),
  }
}

const LIST_NAME = 'files.json'
const LIST_VERSION = 1
/** Ids of ours: a name in the folder that is none is left alone. */
const ID = /^file_[A-Za-z0-9]{8,100}$/

/** One file per id beside a list, which is replaced as a whole by a rename. */
export function createDiskFileStore(dir: string): FileStore {
  const listPath = join(dir, LIST_NAME)
  let writing: Promise<void> = Promise.resolve()

  function inOrder(work: () => Promise<void>): Promise<void> {
    const next = writing.then(work)
    writing = next.catch(() => undefined)
    return next
  }

  return {
    async load() {
      const files = await readList(listPath)
      const known = new Set(files.map(({ id }) => id))
      const names = await readdir(dir).catch((): string[] => [])
      for (const name of names) if (ID.test(name) && !known.has(name)) await rm(join(dir, name), { force: true })
      return files.filter(({ id }) => names.includes(id))
    },
    put: (id, bytes) =>
      inOrder(async () => {
        await mkdir(dir, { recursive: true })
        await writeFile(join(dir, id), bytes, { mode: 0o600 })
      }),
    async get(id) {
      if (!ID.test(id)) return null
      await writing
      return readFile(join(dir, id)).catch(() => null)
    },
    remove: (id) => inOrder(() => (ID.test(id) ? rm(join(dir, id), { force: true }) : Promise.resolve())),
    saveList: (files) =>
      inOrder(async () => {
        await mkdir(dir, { recursive: true })
        await writeFile(`${listPath}.new`, JSON.stringify({ version: LIST_VERSION, files }), { mode: 0o600 })
        await rename(`${listPath}.new`, listPath)
      }),
    flush: () => writing,
  }
}

async function readList(path: string): Promise<HostFile[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (!isRecord(parsed) || parsed['version'] !== LIST_VERSION || !Array.isArray(parsed['files'])) return []
    return parsed['files'].filter(isHostFile)
  } catch {
    return []
  }
}

/** The list is the host's own; an entry that a person broke is left out. */
function isHostFile(value: unknown): value is HostFile {
  if (!isRecord(value)) return false
  const { id, name, mimeType, sizeBytes, at } = value
  return (
    typeof id === 'string' &&
    ID.test(id) &&
    typeof name === 'string' &&
    typeof mimeType === 'string' &&
    typeof sizeBytes === 'number' &&
    typeof at === 'number'
  )
}
