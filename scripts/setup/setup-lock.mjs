import { mkdirSync, openSync, closeSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between signs of life of the set-up that holds the lock. */
const BEAT_MS = 2_000
/** Milliseconds without a sign of life after which its holder counts as dead: a process id would lie across containers. */
const STALE_MS = 15_000
const POLL_MS = 200

/**
 * Runs `work` while no other set-up of this folder runs; waits for one that does. A lock whose holder died is taken over.
 * The lock lies outside node_modules, which an installation removes.
 * @template T
 * @param {string} root
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(root, say, work) {
  const folder = path.join(root, '.lockstep')
  const file = path.join(folder, 'setup.lock')
  mkdirSync(folder, { recursive: true })
  for (let told = false; !tryLock(file, Date.now()); told = true) {
    if (!told) say('another set-up is running in this folder, waiting for it')
    await sleep(POLL_MS)
  }
  const beat = setInterval(() => touch(file), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    rmSync(file, { force: true })
  }
}

/**
 * Takes the lock, or says false when it is held.
 * @param {string} file
 * @param {number} nowMs
 */
export function tryLock(file, nowMs) {
  try {
    closeSync(openSync(file, 'wx'))
    return true
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const held = statSync(file, { throwIfNoEntry: false })
  if (held !== undefined && nowMs - held.mtimeMs > STALE_MS) removeStale(file)
  return false
}

/**
 * Renaming first makes one of several waiting set-ups the remover, so that none removes a lock just taken by another.
 * @param {string} file
 */
function removeStale(file) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  rmSync(aside, { force: true })
}

/** @param {string} file */
function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch (error) {
    // Somebody removed the folder while we worked: the work itself is not harmed.
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
