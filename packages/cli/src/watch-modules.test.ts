import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchModules, type ModuleWatch } from './watch-modules.ts'

let folder: string
let watch: ModuleWatch
let warnings: string[]
const at = (name: string): string => path.join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-watch-'))
  mkdirSync(at('server'))
  writeFileSync(at('server/main.ts'), '1')
  warnings = []
  watch = watchModules((line) => warnings.push(line))
})
afterEach(() => {
  watch.close()
  rmSync(folder, { recursive: true })
})

test('a watched file that is saved is told, another one beside it is not', async () => {
  watch.add(at('server/main.ts'))
  const next = watch.nextChange()
  writeFileSync(at('server/main.ts'), '2')
  writeFileSync(at('server/other.ts'), '2')
  expect(await next).toBe(at('server/main.ts'))
})

test('a file that an editor puts in the place of the old one counts as saved', async () => {
  watch.add(at('server/main.ts'))
  const next = watch.nextChange()
  writeFileSync(at('server/.main.ts.swp'), '2')
  renameSync(at('server/.main.ts.swp'), at('server/main.ts'))
  expect(await next).toBe(at('server/main.ts'))
})

test('a file that is missing is told when it comes', async () => {
  watch.add(at('server/words.ts'))
  watch.add(at('nowhere/words.ts'))
  const next = watch.nextChange()
  writeFileSync(at('server/words.ts'), '1')
  expect(await next).toBe(at('server/words.ts'))
  expect(warnings).toEqual([])
})

test('a folder that cannot be watched is said once, and the rest goes on', async () => {
  watch.add(path.join(at('server/main.ts'), 'no-folder', 'a.ts'))
  watch.add(path.join(at('server/main.ts'), 'nor-this', 'b.ts'))
  expect(warnings).toEqual([expect.stringContaining('saved files are not noticed everywhere')])
  watch.add(at('server/main.ts'))
  const next = watch.nextChange()
  writeFileSync(at('server/main.ts'), '2')
  expect(await next).toBe(at('server/main.ts'))
})

test('a folder that goes and comes again, as with a change of branch, is watched again', async () => {
  mkdirSync(at('server/lib'))
  writeFileSync(at('server/lib/words.ts'), '1')
  watch.add(at('server/lib/words.ts'))
  const gone = watch.nextChange()
  rmSync(at('server/lib'), { recursive: true })
  await gone
  const back = watch.nextChange()
  mkdirSync(at('server/lib'))
  writeFileSync(at('server/lib/words.ts'), '2')
  expect(await back).toBe(at('server/lib/words.ts'))
  const saved = watch.nextChange()
  writeFileSync(at('server/lib/words.ts'), '3')
  expect(await saved).toBe(at('server/lib/words.ts'))
})

test('a file in folders that do not exist yet is told when it comes', async () => {
  watch.add(at('server/made/later/words.ts'))
  const next = watch.nextChange()
  mkdirSync(at('server/made/later'), { recursive: true })
  writeFileSync(at('server/made/later/words.ts'), '1')
  expect(await next).toBe(at('server/made/later/words.ts'))
  expect(warnings).toEqual([])
})
