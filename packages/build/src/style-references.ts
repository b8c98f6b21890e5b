import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

const REFERENCE = /(?:@import\s+|url\(\s*)["']?(\.{1,2}\/[^"')\s?#]+)/g

/** The files a style draws in by relative `@import` and `url()`, at any depth: the bundler inlines them without naming them among its modules. */
export async function styleReferences(file: string, seen: Set<string> = new Set()): Promise<Set<string>> {
  if (!file.endsWith('.css')) return seen
  const text = await readFile(file, 'utf8')
  for (const [, path] of text.matchAll(REFERENCE)) {
    const found = resolve(dirname(file), path ?? '')
    if (seen.has(found)) continue
    seen.add(found)
    await styleReferences(found, seen)
  }
  return seen
}
