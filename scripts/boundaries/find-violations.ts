import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sourceFiles, workspaceFolders } from '../check/source-files.ts'
import { lineOf, type Finding } from '../check/finding.ts'
import { boundaryOf, type Boundary } from './allowed-imports.ts'
import { isNodeModule, sourceImports } from './source-imports.ts'

const SCOPE = '@lockstep/'
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Every import and every declared dependency of a workspace that its row of the table does not allow. */
export function findViolations(root: string): Finding[] {
  return workspaceFolders(root).flatMap((folder) => {
    const boundary = boundaryOf(folder)
    if (boundary === null) {
      return [{ file: `${folder}/package.json`, line: 1, message: `${folder} has no row in scripts/boundaries/allowed-imports.ts: add one` }]
    }
    const inFiles = sourceFiles(root, [folder]).flatMap((file) => inFile(folder, boundary, file, readFileSync(path.join(root, file), 'utf8')))
    return [...inManifest(root, folder, boundary), ...inFiles]
  })
}

function inFile(folder: string, boundary: Boundary, file: string, text: string): Finding[] {
  const isTest = /\.test\.tsx?$/.test(file)
  return sourceImports(file, text).flatMap(({ specifier, line }) => {
    const message = importFault({ folder, boundary, file, isTest }, specifier)
    return message === null ? [] : [{ file, line, message }]
  })
}

interface Importer {
  folder: string
  boundary: Boundary
  file: string
  isTest: boolean
}

function importFault({ folder, boundary, file, isTest }: Importer, specifier: string): string | null {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier)
    if (target.startsWith(`${folder}/`)) return null
    // What tests share lies outside every package.
    if (isTest && target.startsWith('test/support/')) return null
    return `"${specifier}" reaches out of ${folder}: import a sibling by its name`
  }
  if (specifier.startsWith('/') || specifier.startsWith('file:')) return `"${specifier}" names a place on one machine`
  if (isNodeModule(specifier)) {
    return boundary.isBrowserSafe && !isTest ? `${folder} runs in a browser and may not import "${specifier}"` : null
  }
  return siblingFault(folder, boundary, specifier)
}

function siblingFault(folder: string, { siblings }: Boundary, specifier: string): string | null {
  if (!specifier.startsWith(SCOPE) || siblings === 'any') return null
  const name = specifier.slice(SCOPE.length).split('/')[0] ?? ''
  if (siblings.includes(name) || name === path.posix.basename(folder)) return null
  const allowed = siblings.length === 0 ? 'no sibling' : siblings.join(', ')
  return `${folder} may import ${allowed}, not "${specifier}"`
}

function inManifest(root: string, folder: string, boundary: Boundary): Finding[] {
  const file = `${folder}/package.json`
  const text = readFileSync(path.join(root, file), 'utf8')
  const manifest: unknown = JSON.parse(text)
  return DEPENDENCY_FIELDS.flatMap((field) => Object.keys(fieldOf(manifest, field))).flatMap((name) => {
    const message = siblingFault(folder, boundary, name)
    return message === null ? [] : [{ file, line: lineOf(text, text.indexOf(`"${name}"`)), message }]
  })
}

function fieldOf(value: unknown, key: string): object {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof field === 'object' && field !== null ? field : {}
}
