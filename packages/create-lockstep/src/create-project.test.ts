import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { main } from './main.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let cwd: string
let lines: string[]
let errors: string[]
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'lockstep-create-'))
  lines = []
  errors = []
})
afterEach(() => rmSync(cwd, { recursive: true }))

const run = (...args: string[]): number => main({ args, cwd, print: (line) => lines.push(line), printError: (line) => errors.push(line) })
const read = (file: string): string => readFileSync(path.join(cwd, file), 'utf8')
const readJson = (file: string): { name: string; version: string; dependencies: Record<string, string>; devDependencies: Record<string, string> } =>
  JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readJson>

test('a new folder gets the whole template under its name, and the way on is told', () => {
  expect(run('my-app')).toBe(0)
  expect(readdirSync(path.join(cwd, 'my-app')).toSorted()).toEqual([
    '.github',
    '.gitignore',
    'AGENTS.md',
    'README.md',
    'golden.json',
    'lockstep.config.ts',
    'package.json',
    'server',
    'shared',
    'test',
    'tsconfig.json',
    'views',
  ])
  expect(readJson(path.join(cwd, 'my-app/package.json')).name).toBe('my-app')
  expect(read('my-app/README.md')).toMatch(/^# My app\n/)
  expect(read('my-app/server/app.ts')).toContain("name: 'my-app'")
  for (const file of readdirSync(path.join(cwd, 'my-app'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))) {
    if (file.includes('.github') && !file.endsWith('.yml')) continue
    expect(read(`my-app/${file}`), file).not.toMatch(/__[A-Z]+__/)
  }
  expect(lines.join('\n')).toContain('cd my-app\n  npm install\n  npm run dev')
})

test('the template takes the packages of this release, and third ones at the version that is tested here', () => {
  const { dependencies, devDependencies } = readJson(path.join(root, 'packages/create-lockstep/template/package.json'))
  const released = new Map(
    readdirSync(path.join(root, 'packages'))
      .map((folder) => readJson(path.join(root, 'packages', folder, 'package.json')))
      .map(({ name, version }) => [name, version]),
  )
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string }> }
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect([name, version]).toEqual([name, released.get(name) ?? packages[`node_modules/${name}`]?.version])
  }
})

test('an empty folder, and one with only a repository, will do; one with something in it is left alone', () => {
  mkdirSync(path.join(cwd, 'empty/.git'), { recursive: true })
  expect(run('empty')).toBe(0)
  mkdirSync(path.join(cwd, 'full'))
  writeFileSync(path.join(cwd, 'full/mine.txt'), 'mine')
  expect(run('full')).toBe(1)
  expect(readdirSync(path.join(cwd, 'full'))).toEqual(['mine.txt'])
  expect(errors.join('\n')).toContain('Choose another name')
})

test.each(['My-App', '9lives', 'a--b', 'ümlaut', 'a'.repeat(41), '.'.repeat(3)])('%s is no name of an app, and nothing is made', (name) => {
  expect(run(name)).toBe(1)
  expect(errors.join('\n')).toContain('For example: my-app')
  expect(readdirSync(cwd)).toEqual([])
})

test.each([[[]], [['a', 'b']], [['--force', 'a']]])('asked wrongly it says how: %j', (args) => {
  expect(run(...args)).toBe(2)
  expect(errors.join('\n')).toContain('npm create lockstep <folder>')
  expect(readdirSync(cwd)).toEqual([])
})

test('help', () => {
  expect(run('--help')).toBe(0)
  expect(lines.join('\n')).toContain('npm create lockstep <folder>')
})
