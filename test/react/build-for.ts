import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildView } from '@lockstep/build'

/** Every library the hooks promise to run on; the last one is React 19 whose memos forget on each render, as they may, and do on a hot update. */
export const LIBRARIES = ['preact', 'react', 'react 18', 'forgetful react'] as const
export type Library = (typeof LIBRARIES)[number]

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** An entry of packages/react/test as one HTML document on a library. `folder` is the test's own. */
export async function buildFor(library: Library, entry: string, folder: string): Promise<string> {
  const source = fileURLToPath(new URL(`../../packages/react/test/${entry}.tsx`, import.meta.url))
  const outFile = join(folder, `${entry}-${library.replace(' ', '-')}.html`)
  const beside = { 'react 18': linkReact18, 'forgetful react': writeForgetfulReact }
  const from = library === 'preact' || library === 'react' ? source : await copyBeside(source, join(folder, `${library}-${entry}`), beside[library])
  const { file } = await buildView({ name: entry, entry: from, outFile, runtime: library === 'preact' ? 'preact' : 'react' })
  return readFile(file, 'utf8')
}

/** The build takes React from where the entry lies, whoever asks for it: this copy lies beside another one. */
async function copyBeside(source: string, folder: string, putReact: (installed: string) => Promise<void>): Promise<string> {
  const installed = join(folder, 'node_modules')
  await mkdir(installed, { recursive: true })
  await symlink(join(modules, '@lockstep'), join(installed, '@lockstep'), 'junction')
  await putReact(installed)
  const entry = join(folder, 'entry.tsx')
  await copyFile(source, entry)
  return entry
}

async function linkReact18(installed: string): Promise<void> {
  for (const name of ['react', 'react-dom']) await symlink(join(modules, `${name}-18`), join(installed, name), 'junction')
}

async function writeForgetfulReact(installed: string): Promise<void> {
  await symlink(join(modules, 'react-dom'), join(installed, 'react-dom'), 'junction')
  const folder = join(installed, 'react')
  await mkdir(folder)
  const real = (file: string) => JSON.stringify(join(modules, 'react', file))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'react', version: '19.0.0' }))
  await writeFile(
    join(folder, 'index.js'),
    `module.exports = { ...require(${real('index.js')}), useMemo: (make) => make(), useCallback: (callback) => callback }\n`,
  )
  await writeFile(join(folder, 'jsx-runtime.js'), `module.exports = require(${real('jsx-runtime.js')})\n`)
}
