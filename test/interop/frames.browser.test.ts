import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildView } from '@lockstep/build'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openInOfficialHost } from './frames/open-in-official-host.ts'
import { openInOurHost } from './frames/open-in-our-host.ts'
import type { Seen } from './frames/show-seen.ts'

/** A view in a real frame of a real host. */
export interface OpenedFrame {
  page: Page
  frame: Frame
  /** CSS pixels of the frame on the page. */
  heightPx: () => Promise<number>
  /** Arguments the server's tool got. */
  calls: () => Promise<unknown[]>
  dark: () => Promise<void>
  /** Closes the view; resolves when the host has let it go. */
  leave: () => Promise<void>
  close: () => Promise<void>
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

async function built(name: string): Promise<string> {
  const outFile = at(`../../.lockstep/test/interop-${name}.html`)
  return readFile((await buildView({ name, entry: at(`frames/${name}.ts`), outFile })).file, 'utf8')
}

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

const HOSTS = [
  { host: 'our host', openIn: openInOurHost },
  {
    host: 'a page with the official AppBridge',
    openIn: async (on: Browser, html: string) => openInOfficialHost(on, html, await built('official-page')),
  },
]
const VIEWS = [
  { view: 'our view', file: 'our-frame' },
  { view: 'the official App', file: 'official-frame' },
]

describe.each(HOSTS)('in $host', ({ openIn }) => {
  test.each(VIEWS)('$view in a real frame: told, asked, sized, followed, let go', async ({ file }) => {
    const opened = await openIn(browser, await built(file))
    const { frame } = opened
    try {
      const seen = async (): Promise<Seen> => JSON.parse((await frame.locator('#seen').textContent()) ?? '{}') as Seen
      await expect.poll(seen).toMatchObject({ input: { what: 'apples' }, result: { apples: 3 }, theme: 'light', displayMode: 'inline' })
      await expect.poll(opened.heightPx).toBe(300)
      await frame.getByRole('button', { name: 'Echo' }).click()
      await expect.poll(async () => (await seen()).echoed).toEqual({ echoed: { text: 'from the frame' } })
      expect(await opened.calls()).toEqual([{ text: 'from the frame' }])
      await opened.dark()
      await expect.poll(async () => (await seen()).theme).toBe('dark')
      await frame.getByRole('button', { name: 'Fullscreen' }).click()
      await expect.poll(async () => (await seen()).displayMode).toBe('fullscreen')
      await opened.leave()
    } finally {
      await opened.close()
    }
  })
})
