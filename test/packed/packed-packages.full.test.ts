import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceFolders } from '../../scripts/check/source-files.ts'
import { packPackages } from '../../bench/newcomer/pack-packages.ts'
import { ROOT } from '../../scripts/check/tool.ts'

/** Every package as npm would publish it, in the node_modules of a folder that knows nothing of this repository. */
const packages = workspaceFolders(ROOT).filter((folder) => folder.startsWith('packages/'))
const entries = packages.flatMap((folder) => {
  const manifest: { name: string; exports: Record<string, unknown> } = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'))
  return Object.keys(manifest.exports).map((key) => path.posix.join(manifest.name, key))
})
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-packed-'))
  const modules = path.join(folder, 'node_modules')
  for (const [name, tarball] of await packPackages(path.join(folder, 'tarballs'))) {
    const target = path.join(modules, name)
    mkdirSync(target, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
  }
  linkOthers(path.join(ROOT, 'node_modules'), modules)
  // of a package's own where another version stands at the root
  for (const workspace of packages) {
    const nested = path.join(ROOT, workspace, 'node_modules')
    if (!existsSync(nested)) continue
    const { name }: { name: string } = JSON.parse(readFileSync(path.join(ROOT, workspace, 'package.json'), 'utf8'))
    const own = path.join(modules, name, 'node_modules')
    mkdirSync(own, { recursive: true })
    linkOthers(nested, own)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function linkOthers(from: string, to: string) {
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || existsSync(path.join(to, name))) continue
    symlinkSync(path.join(from, name), path.join(to, name))
  }
}

test.each(entries.filter((entry) => entry !== '@lockstep/cli/main'))('%s loads from its tarball, without the sources', (entry) => {
  const program = `const loaded = await import(${JSON.stringify(entry)}); console.log(Object.keys(loaded).length)`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(Number(stdout)).toBeGreaterThan(0)
})

test('the command line runs from its tarball', () => {
  const home = path.join(folder, 'node_modules/@lockstep/cli')
  expect(existsSync(path.join(home, 'src'))).toBe(false)
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(home, 'bin/lockstep.js'), '--help'], { cwd: folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toContain('lockstep dev [mcp-url…]')
  expect(status).toBe(0)
})
