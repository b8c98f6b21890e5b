import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sourceImports, isNodeModule } from './source-imports.ts'
import { boundaryOf } from './allowed-imports.ts'
import { workspaceFolders } from '../check/source-files.ts'
import type { Finding } from '../check/finding.ts'

/** A module that an entry of a package pulls in at run time, and by which way. */
export interface Reached {
  specifier: string
  /** Files from the entry to the one that imports it. */
  via: readonly string[]
  line: number
}

/** Every module outside the workspaces that a package's entries pull in, through its own files and its siblings' entries; types pull in nothing. */
export function entryReach(root: string, folder: string): Reached[] {
  const reached: Reached[] = []
  const seen = new Set<string>()
  const visit = (file: string, via: readonly string[]) => {
    if (seen.has(file) || !existsSync(path.join(root, file))) return
    seen.add(file)
    const way = [...via, file]
    for (const { specifier, line, isTypeOnly } of sourceImports(file, readFileSync(path.join(root, file), 'utf8'))) {
      if (isTypeOnly) continue
      if (specifier.startsWith('.')) visit(path.posix.join(path.posix.dirname(file), specifier), way)
      else {
        const sibling = siblingEntry(root, specifier)
        if (sibling === null) reached.push({ specifier, via: way, line })
        else visit(sibling, way)
      }
    }
  }
  for (const entry of packageEntries(root, folder)) visit(entry, [])
  return reached
}

/** What browser-safe packages pull in though they may not. */
export function findUnsafeReach(root: string): Finding[] {
  return workspaceFolders(root).flatMap((folder) => {
    const boundary = boundaryOf(folder)
    if (boundary?.isBrowserSafe !== true) return []
    return entryReach(root, folder)
      .filter(({ specifier }) => isNodeModule(specifier) || boundary.without?.some((name) => specifier === name || specifier.startsWith(`${name}/`)))
      .map(({ specifier, via, line }) => ({
        file: via.at(-1) ?? folder,
        line,
        message: `an entry of ${folder} pulls in "${specifier}" (${via.join(' -> ')})`,
      }))
  })
}

/** The source files behind a package's `exports`. */
export function packageEntries(root: string, folder: string): string[] {
  return [...exportsOf(root, folder).values()].map((file) => path.posix.join(folder, file))
}

function siblingEntry(root: string, specifier: string): string | null {
  const [scope, name, ...rest] = specifier.split('/')
  if (scope !== '@lockstep' || name === undefined) return null
  const folder = `packages/${name}`
  const file = exportsOf(root, folder).get(['.', ...rest].join('/'))
  return file === undefined ? null : path.posix.join(folder, file)
}

function exportsOf(root: string, folder: string): Map<string, string> {
  const manifest = path.join(root, folder, 'package.json')
  if (!existsSync(manifest)) return new Map()
  const parsed: { exports?: Record<string, { '@lockstep/source'?: string }> } = JSON.parse(readFileSync(manifest, 'utf8'))
  const sources = Object.entries(parsed.exports ?? {}).map(([key, conditions]) => [key, conditions['@lockstep/source']] as const)
  return new Map(sources.flatMap(([key, file]) => (file === undefined ? [] : [[key, file]])))
}
