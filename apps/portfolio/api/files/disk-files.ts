import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { OBJECT_KEY, type FileStore, type StoredObject } from './file-store.ts'

/** End of the name of a file that is not whole yet. */
const UNFINISHED = '.new'

/** Files under one folder. What is put is there after a crash: it is written beside, flushed, and renamed. */
export function diskFiles(root: string): FileStore {
  const fileOf = (key: string): string => {
    if (!OBJECT_KEY.test(key)) throw new Error(`expected the key of an object, got ${JSON.stringify(key)}`)
    return path.join(root, ...key.split('/'))
  }
  const folderOf = (folder: string): string => {
    if (!/^(?:[a-z0-9_-]+\/)*[a-z0-9_-]+$/.test(folder)) throw new Error(`expected a folder of objects, got ${JSON.stringify(folder)}`)
    return path.join(root, ...folder.split('/'))
  }
  const keyOf = (file: string): string => path.relative(root, file).split(path.sep).join('/')
  return {
    put: (key, bytes) => put(fileOf(key), bytes),
    async get(key) {
      const bytes = await unlessGone(readFile(fileOf(key)), null)
      return bytes === null ? null : new Uint8Array(bytes)
    },
    copy: async (from, to) => put(fileOf(to), await readFile(fileOf(from))),
    delete: (key) => rm(fileOf(key), { force: true }),
    deleteFolder: (folder) => rm(folderOf(folder), { recursive: true, force: true }),
    async list(folder) {
      const found = await filesUnder(folderOf(folder))
      return found.map(({ file, changedAt }) => ({ key: keyOf(file), changedAt })).filter(({ key }) => OBJECT_KEY.test(key))
    },
    async removeUnfinished(before) {
      for (const { file, changedAt } of await filesUnder(root)) if (file.endsWith(UNFINISHED) && changedAt < before) await rm(file, { force: true })
    },
  }
}

/** Written beside, flushed, renamed; what fails leaves nothing. */
async function put(file: string, bytes: Uint8Array): Promise<void> {
  const aside = `${file}.${randomUUID()}${UNFINISHED}`
  await mkdir(path.dirname(file), { recursive: true })
  try {
    const handle = await open(aside, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

async function filesUnder(folder: string): Promise<Array<{ file: string } & Pick<StoredObject, 'changedAt'>>> {
  const found: Array<{ file: string; changedAt: number }> = []
  for (const entry of await unlessGone(readdir(folder, { recursive: true, withFileTypes: true }), [])) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const known = await unlessGone(stat(file), null)
    if (known !== null) found.push({ file, changedAt: known.mtimeMs })
  }
  return found
}

async function unlessGone<T, Other>(work: Promise<T>, otherwise: Other): Promise<T | Other> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}
