import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { debianRights, installDebianPackages } from './debian-packages.mjs'

/**
 * Makes sure strace is there, by which the tests see what reaches the disk: found, else Debian's package. Those tests say so and fail where it is not.
 * @param {(line: string) => void} say
 */
export async function ensureStrace(say) {
  if (process.platform !== 'linux' || isOnPath('strace')) return
  say('looking for strace on this machine')
  const rights = await debianRights(say)
  if (rights !== null) await installDebianPackages(rights, ['strace'], say)
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK)
      return true
    } catch {
      // not in this folder
      return false
    }
  })
}
