import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** One hash over the contents of files, and what else decides the result; null when a file is gone. */
export async function hashInputs(files: readonly string[], rest: readonly string[]): Promise<string | null> {
  try {
    const contents = await Promise.all(files.map(async (file) => sha256(await readFile(file))))
    return sha256(JSON.stringify([rest, contents]))
  } catch {
    // a file that was read before and cannot be read now: whatever the reason, build again and let that say it
    return null
  }
}

/** The nearest package-lock.json at or above a folder; it stands for the versions of all dependencies, the bundler's too. */
export async function findLock(folder: string): Promise<string | null> {
  const file = join(folder, 'package-lock.json')
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    return file
  return dirname(folder) === folder ? null : findLock(dirname(folder))
}
