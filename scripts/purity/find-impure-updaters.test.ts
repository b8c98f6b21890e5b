import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { sourceFiles } from '../check/source-files.ts'
import { findImpureUpdaters } from './find-impure-updaters.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const root = fileURLToPath(new URL('../..', import.meta.url))
const messages = (text: string) => findImpureUpdaters('view.tsx', text).map(({ line, message }) => `${line}: ${message.split(' inside')[0]}`)

test('M24 a sync inside a state updater is caught by lint', () => {
  const planted = `
export function addItem(name) {
  setItems((items) => {
    const next = [...items, { name, quantity: 1 }]
    syncToBackend(cartId, next)
    return next
  })
}`
  expect(messages(planted)).toEqual(['5: calling `syncToBackend`'])
})

test('M24 a console.log left in a view is caught by lint', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-lint-'))
  try {
    copyFileSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
    mkdirSync(path.join(folder, 'apps/cart/views'), { recursive: true })
    writeFileSync(path.join(folder, 'apps/cart/views/cart.ts'), "export const show = (cartId: string) => console.log('sync', cartId)\n")
    const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint')
    const { status, stdout } = spawnSync(process.execPath, [oxlint, '-f', 'unix'], { cwd: folder, encoding: 'utf8' })
    expect(stdout).toMatch(/apps\/cart\/views\/cart\.ts:1:\d+: Unexpected console statement/)
    expect(status).toBe(1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('M24 no state updater of this repository has a side effect', () => {
  const files = sourceFiles(root, ['packages', 'apps'])
  expect(files.length).toBeGreaterThan(0)
  expect(files.flatMap((file) => findImpureUpdaters(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([])
})

test.each([
  ['setItems((items) => { void callTool("sync_cart", items); return items })', 'calling `callTool`'],
  ['setItems((items) => (save(items), items))', 'calling `save` for its effect'],
  ['setItems((items) => { dirty && save(items); return items })', 'calling `save` for its effect'],
  ['setItems((items) => { items.push(1); return items })', 'calling `push` for its effect'],
  ['setItems((items) => { items.a = 1; return items })', 'writing to `items`'],
  ['setItems((items) => { count += 1; return items })', 'writing to `count`'],
  ['setItems((items) => { ref.current++; return items })', 'writing to `ref`'],
  ['setItems(async (items) => await load(items))', '`await`'],
  ['setItems((items) => { console.debug(items); return items })', '`console`'],
  ['setItems((items) => { setOther(items); return items })', 'calling `setOther`'],
  ['const update = (items) => { fetch("/"); return items }; setItems(update)', 'calling `fetch`'],
  ['function update(items) { setTimeout(go, 1); return items } cart.edit(update)', 'calling `setTimeout`'],
  ['useReducer((state, action) => { log(action); return state }, 0)', 'calling `log` for its effect'],
])('finds the effect in %s', (text, what) => {
  expect(messages(text)).toEqual([`1: ${what}`])
})

test.each([
  'setItems((items) => [...items, make(items)])',
  'setItems((items) => { const next = [...items]; next.push(1); next[0] = 2; return next })',
  'setItems((items) => { let sum = 0; for (const item of items) sum += item; return [sum] })',
  'setOpen(true); save(true)',
  'setTimeout(() => save(), 10)',
  'onClick(() => save())',
  'cart.edit((value) => addLine(value, id))',
])('has nothing against %s', (text) => {
  expect(messages(text)).toEqual([])
})
