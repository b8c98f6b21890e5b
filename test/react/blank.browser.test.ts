import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildView } from '@lockstep/build'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
let browser: Browser
let folder = ''

beforeAll(async () => {
  browser = await launchChromium()
  folder = await mkdtemp(join(tmpdir(), 'lockstep-blank-'))
  await mkdir(join(folder, 'node_modules'))
  for (const name of ['@lockstep', 'react', 'react-dom']) await symlink(join(modules, name), join(folder, 'node_modules', name), 'junction')
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

/** What a person sees of a view whose crash comes at the given moment. */
test.each([
  ['while its modules load', `throw new Error('at load')\nrenderView(<p>never</p>)`],
  ['before it is rendered', `const settings: { theme?: { name: string } } = JSON.parse('{}')\nrenderView(<p>{settings.theme!.name}</p>)`],
  ['in its first render', `function View(): never { throw new Error('in render') }\nrenderView(<View />)`],
  ['in an effect', `function View() { useEffect(() => { throw new Error('in effect') }, []); return <p>shown</p> }\nrenderView(<View />)`],
])('a view that crashes %s is not blank: it says what is safe and what to do', async (moment, source) => {
  const entry = join(folder, `${moment.replaceAll(' ', '-')}.tsx`)
  await writeFile(
    entry,
    `import { useEffect } from 'react'\nimport { renderView } from '@lockstep/react'\nObject.assign(window, { useEffect })\n${source}\n`,
  )
  const { file } = await buildView({ name: 'blank', entry, outFile: `${entry}.html` })
  const page = await (await browser.newContext()).newPage()
  await page.setContent(await readFile(file, 'utf8'))
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.textContent()).toMatch(/could not be shown.*saved is safe/)
  expect(await alert.textContent()).not.toMatch(/\byou\b|invalid/i)
  await page.context().close()
})

test('rendering again into the same root changes what is there and keeps its state; after unmounting it begins anew', async () => {
  const entry = join(folder, 'again.tsx')
  const source = `import { useState } from 'react'
import { renderView } from '@lockstep/react'
function View({ word }: { word: string }) {
  const [count, setCount] = useState(0)
  return <button type="button" onClick={() => setCount(count + 1)}>{word + count}</button>
}
const draw = (word: string) => renderView(<View word={word} />)
Object.assign(window, { draw, first: draw('a') })
`
  await writeFile(entry, source)
  const { file } = await buildView({ name: 'again', entry, outFile: `${entry}.html` })
  const page = await (await browser.newContext()).newPage()
  await page.setContent(await readFile(file, 'utf8'))
  await page.getByRole('button', { name: 'a0' }).click()
  await page.getByRole('button', { name: 'a1' }).waitFor()
  expect(await page.evaluate(() => Reflect.get(window, 'draw')('b') === Reflect.get(window, 'first'))).toBe(true)
  await page.getByRole('button', { name: 'b1' }).waitFor()
  await page.evaluate(() => Reflect.get(window, 'first').unmount())
  await page.getByRole('button').waitFor({ state: 'detached' })
  expect(await page.evaluate(() => Reflect.get(window, 'draw')('c') === Reflect.get(window, 'first'))).toBe(false)
  await page.getByRole('button', { name: 'c0' }).waitFor()
  await page.context().close()
})
