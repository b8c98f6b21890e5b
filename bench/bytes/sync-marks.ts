import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Characters of a string below which it may stand in any program. */
const MARK_MIN_CHARS = 8

/** Strings of the sync package's own sources that survive the minifier and stand in `withSync` but not in `without`: where one is, there is sync code. */
export function syncMarks(sourceFolder: string, withSync: string, without: string): string[] {
  const texts = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(sourceFolder, file), 'utf8'))
  const strings = new Set(texts.flatMap((text) => [...text.matchAll(/'([^'\n\\]+)'/g)].map((match) => match[1] ?? '')))
  return [...strings].filter((string) => string.length >= MARK_MIN_CHARS && withSync.includes(string) && !without.includes(string))
}
