import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ROOT } from './tool.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const PLANTED: Record<string, string> = {
  'a-cycle.ts': "import { two } from './b-cycle.ts'\nexport const one = (): number => two() + 1\n",
  'b-cycle.ts': "import { one } from './a-cycle.ts'\nexport const two = (): number => one() + 1\n",
  'any.ts': 'export const items: any[] = []\n',
  'assertion.ts': 'export const first = (items: readonly number[]): number => items[0]!\n',
  'console.ts': "export const say = (): void => console.log('said')\n",
  'catch.ts': 'export function quiet(run: () => void): void {\n  try {\n    run()\n  } catch {}\n}\n',
  'floating.ts': 'export function start(run: () => Promise<void>): void {\n  run()\n}\n',
  'long.ts': `${Array.from({ length: 301 }, (_unused, index) => `export const value${index} = ${index}`).join('\n')}\n`,
  'storage.ts': "export const remember = (): void => localStorage.setItem('cart', '1')\n",
}

let folder: string
let output: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-lint-'))
  const source = path.join(folder, 'packages/planted/src')
  mkdirSync(source, { recursive: true })
  copyFileSync(path.join(ROOT, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
  writeFileSync(path.join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "allowImportingTsExtensions": true, "noEmit": true } }')
  for (const [name, text] of Object.entries(PLANTED)) writeFileSync(path.join(source, name), text)
  const oxlint = path.join(ROOT, 'node_modules/oxlint/bin/oxlint')
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: path.join(ROOT, 'node_modules/.bin/tsgolint') }
  output = spawnSync(process.execPath, [oxlint, '--type-aware', '-f', 'unix'], { cwd: folder, env, encoding: 'utf8' }).stdout
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['a-cycle.ts', 'import(no-cycle)'],
  ['any.ts', 'typescript(no-explicit-any)'],
  ['assertion.ts', 'typescript(no-non-null-assertion)'],
  ['console.ts', 'eslint(no-console)'],
  ['catch.ts', 'eslint(no-empty)'],
  ['floating.ts', 'typescript(no-floating-promises)'],
  ['long.ts', 'eslint(max-lines)'],
  ['storage.ts', 'eslint(no-restricted-globals)'],
])('the lint finds what is wrong in %s: %s', (file, rule) => {
  const lines = output.split('\n').filter((line) => line.includes(`/${file}:`))
  expect(lines.join('\n')).toContain(rule)
})
