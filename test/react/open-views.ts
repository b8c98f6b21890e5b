import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { buildFor, type Library } from './build-for.ts'
import { installHost, opened, type PageHostOptions } from './page-host.ts'

/** Builds a view for one library and opens it under a host that the test words, null for none. Called in a `describe`; closes what was opened. */
export function openViews(library: Library, view: string): (options?: PageHostOptions | null) => Promise<Page> {
  let browser: Browser
  let folder = ''
  let html = ''
  const pages: Page[] = []
  beforeAll(async () => {
    browser = await launchChromium()
    folder = await mkdtemp(join(tmpdir(), 'lockstep-hooks-'))
    html = await buildFor(library, view, folder)
  })
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close()
  })
  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })
  return async (options = { globals: opened }) => {
    const page = await (await browser.newContext()).newPage()
    pages.push(page)
    if (options !== null) await installHost(page, options)
    await page.setContent(html)
    return page
  }
}
