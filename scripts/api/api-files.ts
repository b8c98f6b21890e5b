import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '@lockstep/contract'
import { workspaceFolders } from '../check/source-files.ts'
import { apiText } from './api-text.ts'

/** Where the snapshots lie, relative to the root. */
export const API_FOLDER = 'docs/api'

/** Every package's snapshot by its path; reads what `tsc -b` wrote to the packages' `dist`. @throws when a package is not built */
export function apiFiles(root: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const folder of workspaceFolders(root).filter((each) => each.startsWith('packages/'))) {
    const entries = typeEntries(root, folder)
    if (entries.length === 0) continue
    const parts = entries.map(([entry, file]) => `## ${entry}\n\n${apiText(path.join(root, folder, file))}\n`)
    files.set(`${API_FOLDER}/${path.basename(folder)}.txt`, [`# ${nameOf(root, folder)}\n`, ...parts].join('\n'))
  }
  return files
}

/** What differs between the snapshots on disk and what they should be, a line each. */
export function staleFiles(root: string, wanted: ReadonlyMap<string, string>, existing: readonly string[]): string[] {
  const changed = [...wanted].flatMap(([file, text]) => {
    const full = path.join(root, file)
    const before = existsSync(full) ? readFileSync(full, 'utf8') : ''
    return before === text ? [] : [`${file}:${firstDifference(before, text)}: the API is not what the snapshot says`]
  })
  const left = existing.filter((file) => !wanted.has(file)).map((file) => `${file}:1: no package has this API any more`)
  return [...changed, ...left]
}

function firstDifference(before: string, after: string): number {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const index = now.findIndex((line, at) => line !== old[at])
  return (index < 0 ? now.length : index) + 1
}

/** `exports` of a package that have types: `[entry, file]`. */
function typeEntries(root: string, folder: string): Array<[string, string]> {
  const { exports } = readPackage(root, folder)
  if (!isRecord(exports)) return []
  return Object.entries(exports).flatMap(([entry, target]) =>
    isRecord(target) && typeof target['types'] === 'string' ? [[entry, target['types']] as [string, string]] : [],
  )
}

function nameOf(root: string, folder: string): string {
  return String(readPackage(root, folder)['name'])
}

function readPackage(root: string, folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Record<string, unknown>
}
