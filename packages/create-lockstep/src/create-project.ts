import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Something the person can mend; the message says how. */
export class CreateError extends Error {}

export interface CreateProjectOptions {
  /** Folder of the template. */
  template: string
  /** Absolute; must not exist, or be empty but for `.git`. */
  folder: string
}

/** Longer names make view addresses that hosts cut. */
const NAME_MAX_CHARS = 40
/** Files in which the name is written; all others are copied byte for byte. */
const NAMED = /\.(?:json|md|ts|tsx)$/

/**
 * Copies the template into a new folder under its name.
 * @throws {CreateError} when the name is no name of an app, or the folder has something in it
 */
export function createProject({ template, folder }: CreateProjectOptions): { name: string; files: number } {
  const name = path.basename(folder)
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > NAME_MAX_CHARS) {
    throw new CreateError(
      `expected a folder name of small letters, digits and single hyphens that starts with a letter (at most ${NAME_MAX_CHARS} characters), got "${name}". For example: my-app`,
    )
  }
  if (existsSync(folder) && readdirSync(folder).some((entry) => entry !== '.git')) {
    throw new CreateError(`expected a new or empty folder, but ${folder} has something in it. Choose another name.`)
  }
  const files = filesBelow(template)
  for (const file of files) {
    const from = path.join(template, file)
    const to = path.join(folder, targetName(file))
    mkdirSync(path.dirname(to), { recursive: true })
    if (NAMED.test(file)) writeFileSync(to, named(readFileSync(from, 'utf8'), name))
    else copyFileSync(from, to)
  }
  return { name, files: files.length }
}

/** npm leaves a `.gitignore` out of a package, so the template's has no dot. */
function targetName(file: string): string {
  return file === 'gitignore' ? '.gitignore' : file
}

function named(text: string, name: string): string {
  return text.replaceAll('__NAME__', name).replaceAll('__TITLE__', titleOf(name))
}

/** `my-app` as people read it: `My app`. */
function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Relative paths, sorted; without what working on the template leaves behind. */
function filesBelow(folder: string, under = ''): string[] {
  return readdirSync(path.join(folder, under), { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'dist', '.lockstep', 'data'].includes(name))
    .flatMap((entry) => {
      const relative = path.join(under, entry.name)
      return entry.isDirectory() ? filesBelow(folder, relative) : [relative]
    })
    .toSorted()
}
