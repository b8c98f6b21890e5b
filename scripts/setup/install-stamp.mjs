import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const STAMP = path.join('node_modules', '.lockstep-setup')

/**
 * One hash over everything that decides what an installation contains: the lock file, every package.json, the platform.
 * @param {string} root
 * @param {string} platform such as `linux-x64`
 */
export function installHash(root, platform) {
  const hash = createHash('sha256').update(platform)
  for (const file of ['package-lock.json', 'package.json', '.npmrc', ...workspaceManifests(root)]) {
    const full = path.join(root, file)
    if (existsSync(full)) hash.update(`\0${file}\0`).update(readFileSync(full))
  }
  return hash.digest('hex')
}

/** @param {string} root */
function workspaceManifests(root) {
  return ['packages', 'apps'].flatMap((folder) => {
    const full = path.join(root, folder)
    if (!existsSync(full)) return []
    return readdirSync(full)
      .toSorted()
      .map((name) => `${folder}/${name}/package.json`)
  })
}

/**
 * @param {string} root
 * @param {string} hash
 */
export function isInstalled(root, hash) {
  const file = path.join(root, STAMP)
  return existsSync(file) && readFileSync(file, 'utf8') === hash
}

/**
 * @param {string} root
 * @param {string} hash
 */
export function markInstalled(root, hash) {
  writeFileSync(path.join(root, STAMP), hash)
}
