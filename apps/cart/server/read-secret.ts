import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Fewer characters can be guessed. */
const SECRET_MIN_CHARS = 32

/**
 * The key of derived cart ids and of tokens: `given`, else one that is made once, in a file that only this user can read.
 * Processes that serve the same carts need the same: the same file, or, on several machines, the same given one.
 * It is on the disk before anything is signed with it: a power cut may not leave a name without a key.
 * @throws when the given one, or the one in the file, is too short
 */
export function readSecret(given: string | undefined, file: string): string {
  if (given !== undefined && given !== '') {
    if (given.length >= SECRET_MIN_CHARS) return given
    throw new Error(`CART_SECRET should have at least ${SECRET_MIN_CHARS} characters, it has ${given.length}. Make one: openssl rand -base64 32`)
  }
  const own = `${file}.${process.pid}`
  writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    // linked when it is whole: another process that starts now finds no half of it
    linkSync(own, file)
    syncFolder(dirname(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(own)
  }
  const kept = readFileSync(file, 'utf8')
  if (kept.length >= SECRET_MIN_CHARS) return kept
  throw new Error(
    `${file} should hold a key of at least ${SECRET_MIN_CHARS} characters, it has ${kept.length}. ` +
      'Bring it back from a backup, or remove it for a new one, which no conversation, view or token knows.',
  )
}

/** Puts the names in a folder on the disk. Windows does so by itself, and opens no folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
