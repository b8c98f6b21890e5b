import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const MARKS = ['lockstep.config.ts', 'lockstep.config.js', 'lockstep.config.mjs', 'package.json']

/** The app's folder: the nearest at or above the module that runs that has a configuration or a package of its own, else that module's own. */
export function findAppRoot(module: string | undefined): string {
  const start = dirname(resolve(module ?? 'main.js'))
  for (let folder = start, above = ''; folder !== above; folder = dirname(folder)) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return folder
    above = folder
  }
  return start
}
