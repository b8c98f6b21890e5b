import { cpSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, lstatSync } from 'node:fs'
import path from 'node:path'

/** What the suite needs of the tree, beside the files at its root; the installed packages are linked, our own ones copied. */
const FOLDERS = ['packages', 'apps', 'test', 'bench', 'scripts', 'docs']
const LEFT_OUT = new Set(['dist', 'node_modules', '.lockstep'])

/** A copy of the tree in which our packages are found in the copy itself, so that a fault planted there is the one that runs. */
export function copyTree(root: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const folder of FOLDERS) {
    cpSync(path.join(root, folder), path.join(to, folder), { recursive: true, filter: (file) => !LEFT_OUT.has(path.basename(file)) })
  }
  const files = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { name } of files) cpSync(path.join(root, name), path.join(to, name))
  linkModules(path.join(root, 'node_modules'), path.join(to, 'node_modules'))
}

function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const file = path.join(from, name)
    if (name === '@lockstep' || name === '.vite' || name === '.vite-temp') continue
    // our own packages are links into the tree: they stay what they are, and so lead into the copy
    const isLink = lstatSync(file).isSymbolicLink()
    symlinkSync(isLink ? readlinkSync(file) : file, path.join(to, name))
  }
  mkdirSync(path.join(to, '@lockstep'))
  for (const name of readdirSync(path.join(from, '@lockstep'))) {
    symlinkSync(readlinkSync(path.join(from, '@lockstep', name)), path.join(to, '@lockstep', name))
  }
}
