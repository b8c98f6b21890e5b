import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.lockstep', '.git'])

/** Every source file below these folders of `root`, as paths relative to it with forward slashes, sorted. Folders that do not exist count as empty. */
export function sourceFiles(root: string, folders: readonly string[], endings: readonly string[] = ['.ts', '.tsx', '.mjs', '.js']): string[] {
  const files: string[] = []
  const walk = (folder: string) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const relative = `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) walk(relative)
      } else if (endings.some((ending) => entry.name.endsWith(ending))) files.push(relative)
    }
  }
  for (const folder of folders) if (existsSync(path.join(root, folder))) walk(folder)
  return files.toSorted()
}

/** The folders of workspaces that have a package.json, such as `packages/sync`. */
export function workspaceFolders(root: string): string[] {
  return ['packages', 'apps'].flatMap((parent) => {
    const full = path.join(root, parent)
    if (!existsSync(full)) return []
    return readdirSync(full)
      .toSorted()
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
  })
}
