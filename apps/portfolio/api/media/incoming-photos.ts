import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { UPLOAD_MAX_BYTES } from '../domain/index.ts'
import { ApiRefusal } from '../refusal.ts'

/** A photo as it came, in a file of its own until it is cleaned. Its name is ours. */
export interface IncomingPhoto {
  /** Absolute path. */
  file: string
  /** SHA-256 of the bytes, in hex. */
  hash: string
  remove(): Promise<void>
}

export interface IncomingPhotos {
  /**
   * Writes bytes to the disk as they come, so that of many photos at once, however slow, next to nothing is in memory. Whoever gets it removes it.
   * @throws {ApiRefusal} TOO_LARGE, STORAGE_ERROR; what the body throws is thrown on. Then nothing is left.
   */
  keep(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<IncomingPhoto>
  /** Removes what a process that was killed left behind before that time, in milliseconds since 1970. */
  removeLeft(before: number): Promise<void>
}

/** Photos on their way, below one folder that is nobody else's. */
export function incomingPhotos(folder: string): IncomingPhotos {
  return {
    async keep(body) {
      const file = path.join(path.resolve(folder), randomUUID())
      const remove = (): Promise<void> => rm(file, { force: true })
      const handle = await create(file)
      try {
        return { file, hash: await write(handle, body), remove }
      } catch (error) {
        await remove()
        throw error
      }
    },
    async removeLeft(before) {
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        const file = path.join(folder, name)
        const known = await stat(file).catch(() => null)
        if (known !== null && known.mtimeMs < before) await rm(file, { force: true })
      }
    },
  }
}

async function create(file: string): Promise<FileHandle> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    return await open(file, 'wx', 0o600)
  } catch {
    throw notTaken()
  }
}

/** The hash of what was written. Closes the file, come what may. */
async function write(handle: FileHandle, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > UPLOAD_MAX_BYTES) throw new ApiRefusal('TOO_LARGE', `At most ${UPLOAD_MAX_BYTES} bytes can be taken. Send the photo smaller.`)
      hash.update(chunk)
      await handle.writeFile(chunk).catch(() => Promise.reject(notTaken()))
    }
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

function notTaken(): ApiRefusal {
  return new ApiRefusal('STORAGE_ERROR', 'The photo could not be kept: the storage did not take it. Send it again.')
}
