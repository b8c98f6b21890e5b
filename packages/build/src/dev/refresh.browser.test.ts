import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../../../../test/support/chromium.ts'
import { startViewServer, type ViewServer } from './start-view-server.ts'

const SOURCES = {
  'view.tsx': `import { createRoot } from 'react-dom/client'
import { Counter } from './counter.tsx'
import { LABEL } from './label.ts'
function App() {
  return <main><h1>{LABEL}</h1><Counter /></main>
}
const holder: { root?: ReturnType<typeof createRoot> } & Element = document.getElementById('root')!
holder.root ??= createRoot(holder)
holder.root.render(<App />)
`,
  'counter.tsx': `import { useState } from 'react'
import { step } from './mixed.tsx'
import dot from './dot.svg'
export function Counter() {
  const [count, setCount] = useState(0)
  return <p><button id="more" onClick={() => setCount(count + step)}><img id="dot" src={dot} alt="" /> count {count}</button><i>{step} at a time</i></p>
}
`,
  'mixed.tsx': `export const step = 1\nexport function Unused() { return <i /> }\n`,
  'label.ts': `export const LABEL = 'first'\n`,
  // larger than what is inlined
  'dot.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><!--${'.'.repeat(5_000)}--></svg>`,
  'broken.tsx': `throw new Error('not today')\n`,
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

describe.each(['preact', 'react'] as const)('on %s', (runtime) => {
  let root = ''
  let views: ViewServer
  let frame: Server
  let page: Page

  /** Serves the document as a host's sandbox does: on another origin, with a policy that knows the dev server and nothing else. */
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'lockstep-refresh-'))
    symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(root, 'node_modules'))
    for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(root, name), text)
    frame = createServer((request, response) => {
      void fetch(`${views.origin}/views${request.url}`)
        .then((answer) => answer.text())
        .then((html) => response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy() }).end(html))
    })
    await new Promise<void>((done) => frame.listen(0, '127.0.0.1', done))
    const origin = `http://app-sandbox.localhost:${(frame.address() as AddressInfo).port}`
    const quiet = { print: () => undefined, warn: () => undefined }
    views = await startViewServer({ views: { view: 'view.tsx', broken: 'broken.tsx' }, root, runtime, port: 0, allowedOrigins: [origin], ...quiet })
    page = await browser.newPage({ baseURL: origin })
    await page.goto('/view')
    await page.waitForSelector('#more')
  })
  afterAll(async () => {
    await page?.close()
    await views?.close()
    frame?.closeAllConnections()
    frame?.close()
    rmSync(root, { recursive: true })
  })

  const policy = (): string => {
    const { origin } = views
    return `default-src 'none'; script-src 'self' 'unsafe-inline' ${origin}; style-src 'unsafe-inline' ${origin}; img-src data: ${origin}; connect-src ${origin} ${origin.replace('http', 'ws')}`
  }
  const edit = (name: keyof typeof SOURCES, from: string, to: string): void => {
    const text = readFileSync(join(root, name), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(root, name), text.replace(from, to))
  }
  const shown = (text: string) => page.getByText(text, { exact: true }).waitFor({ timeout: 10_000 })

  test('a component keeps its state when its module, the entry or a module without components is edited', async () => {
    await page.click('#more')
    await shown('count 1')
    await page.evaluate(() => Object.assign(window, { isTheSame: true }))
    edit('counter.tsx', 'count {count}', 'number {count}')
    await shown('number 1')
    edit('label.ts', 'first', 'second')
    await shown('second')
    edit('view.tsx', '<Counter />', '<Counter /><p>third</p>')
    await shown('third')
    await shown('number 1')
    expect(await page.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
  })

  test('a module that exports more than components takes those who use it along', async () => {
    edit('mixed.tsx', 'step = 1', 'step = 10')
    await shown('10 at a time')
    await page.click('#more')
    await shown('number 11')
    expect(await page.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
  })

  test('another set of hooks starts the component anew, and nothing else', async () => {
    edit('counter.tsx', 'useState(0)\n', 'useState(0)\n  const [unit] = useState(" pieces")\n')
    edit('counter.tsx', 'number {count}', 'number {count}{unit}')
    await shown('number 0 pieces')
    expect(await page.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
  })

  test('a picture loads from the dev server', async () => {
    const [address, width] = await page.locator('#dot').evaluate((image: HTMLImageElement) => [image.src, image.naturalWidth])
    expect(address).toContain(views.origin)
    expect(width).toBe(8)
  })

  test('a view that fails while it loads says so instead of staying blank', async () => {
    const other = await browser.newPage()
    await other.goto(`${new URL(page.url()).origin}/broken`)
    await other.getByRole('alert').filter({ hasText: 'This could not be shown' }).waitFor()
    await other.close()
  })
})
