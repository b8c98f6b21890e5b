import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleView } from './bundle-view.ts'
import { nameSingleHooks } from './single-hooks.ts'

const TOP = "import { createView } from '@lockstep/react';"
let folder = ''

beforeAll(async () => {
  // inside the workspace, so that the siblings are found
  folder = await mkdtemp(fileURLToPath(new URL('../test/.hooks-', import.meta.url)))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function bundle(name: string, lines: readonly string[]): Promise<string> {
  const entry = join(folder, `${name}.ts`)
  await writeFile(entry, lines.join('\n'))
  return (await bundleView(entry, 'preact')).script
}

test.each([
  [
    'hooks named one by one',
    `${TOP}\nconst { useWrite, useToolResult: useIt } = createView();`,
    'const useWrite = lockstep$useWrite, useIt = lockstep$useOutcome;',
  ],
  ['hooks that are passed on', `${TOP}\nexport const { useTool } = createView();`, 'export const useTool = lockstep$useTool;'],
  [
    'another name for it',
    "import { createView as cv } from '@lockstep/react';\nlet a = 1, { useRead } = cv();",
    'let a = 1, useRead = lockstep$useRead;',
  ],
])('%s', (_case, code, expected) => {
  expect(nameSingleHooks(code)?.code).toContain(expected)
})

test.each([
  ['the whole object', `${TOP}\nexport const hooks = createView();`],
  ['the rest of it', `${TOP}\nconst { useTool, ...rest } = createView();`],
  ['a member that is no hook we know', `${TOP}\nconst { useTool, useNew } = createView();`],
  ['a default', `${TOP}\nconst { useTool = 1 } = createView();`],
  ['a computed name', `${TOP}\nconst { ['useTool']: a } = createView();`],
  ['somebody else’s createView', "import { createView } from './mine.ts';\nconst { useTool } = createView();"],
  ['one in a function', `${TOP}\nfunction f() { const { useTool } = createView(); }`],
])('%s is left as it is', (_case, code) => {
  expect(nameSingleHooks(code)).toBeNull()
})

test('a view that takes two hooks of createView is bundled as one that names the two itself', async () => {
  const created = await bundle('created', [
    "import { createView } from '@lockstep/react'",
    "const { useToolResult, useWrite } = createView<typeof import('node:os')>() as never",
    'Object.assign(globalThis, { useToolResult, useWrite })',
  ])
  const named = await bundle('named', [
    "import { useOutcome as useToolResult, useWrite } from '@lockstep/react'",
    'Object.assign(globalThis, { useToolResult, useWrite })',
  ])
  expect(created).toBe(named)
})

test('what is taken out of createView is what it gives', async () => {
  const all = ['useToolResult', 'useRead', 'useWrite', 'useTool']
  const script = await bundle('same', [
    "import { createView } from '@lockstep/react'",
    'const whole = createView() as never',
    `const { ${all.join(', ')} } = createView() as never`,
    `Object.assign(globalThis, { lockstepSame: Object.entries({ ${all.join(', ')} }).map(([name, hook]) => [name, whole[name] === hook]), lockstepAll: Object.keys(whole) })`,
  ])
  await writeFile(join(folder, 'same.mjs'), script)
  await import(join(folder, 'same.mjs'))
  expect(Reflect.get(globalThis, 'lockstepSame')).toEqual(all.map((name) => [name, true]))
  expect(Reflect.get(globalThis, 'lockstepAll')).toEqual(all)
})
