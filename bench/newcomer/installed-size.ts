import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface InstalledSize {
  packages: number
  bytes: number
  /** The heaviest, most first: `[name, bytes]`. */
  heaviest: ReadonlyArray<readonly [string, number]>
}

const HEAVIEST_SHOWN = 8

/** What `npm install` put into a folder. */
export function installedSize(folder: string): InstalledSize {
  const modules = path.join(folder, 'node_modules')
  const { packages } = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')) as { packages: Record<string, unknown> }
  const sizes = Object.keys(packages).map((where) => [where.replace(/^node_modules\//, ''), bytesBelow(path.join(folder, where), true)] as const)
  return {
    packages: sizes.length,
    bytes: bytesBelow(modules, false),
    heaviest: sizes.toSorted((one, other) => other[1] - one[1]).slice(0, HEAVIEST_SHOWN),
  }
}

/** `isOwn`: without the packages inside it, which count for themselves. */
function bytesBelow(folder: string, isOwn: boolean): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) return isOwn && entry.name === 'node_modules' ? sum : sum + bytesBelow(full, isOwn)
    return sum + lstatSync(full).size
  }, 0)
}
