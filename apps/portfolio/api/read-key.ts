import { createHmac, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Fewer characters can be guessed. */
const KEY_MIN_CHARS = 32

/**
 * The key of an installation: `given`, else one that is made once, in a file that only this user can read.
 * @throws when it is too short to be one
 */
export function readKey(given: string | undefined, file: string): string {
  if (given !== undefined && given !== '') return longEnough(given, 'PORTFOLIO_SECRET')
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const own = `${file}.${process.pid}`
  writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    // linked when it is whole: another process that starts now finds no half of it
    linkSync(own, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(own)
  }
  return longEnough(readFileSync(file, 'utf8'), file)
}

/** A key for one purpose, from which no other follows. */
export function keyFor(key: string, purpose: string): string {
  return createHmac('sha256', key).update(purpose).digest('base64url')
}

/** @throws when a key can be guessed */
export function longEnough(key: string, where: string): string {
  if (key.length >= KEY_MIN_CHARS) return key
  throw new Error(`${where} should hold at least ${KEY_MIN_CHARS} characters, it has ${key.length}. Make one: openssl rand -base64 32`)
}
