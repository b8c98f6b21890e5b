import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { buildView } from '@lockstep/build'
import { installHost, recordOf, type PageHostOptions } from '../react/page-host.ts'
import { launchChromium } from '../support/chromium.ts'

type PortfolioViewName = 'status' | 'editor' | 'media' | 'list'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface OpenViewOptions extends PageHostOptions {
  width?: number
  /** Percent of the root font size. Default 100. */
  textPercent?: number
  theme?: 'light' | 'dark'
  /** What tools answer from the start, by their names; see `answer` of page-host. */
  answers?: Readonly<Record<string, readonly unknown[]>>
  /** Answers the storage of photos gives, in turn; the last one for ever. */
  storage?: ReadonlyArray<{ status: number; body: unknown }>
  /** Bytes that the host gives back for its files; null = it has lost them. */
  hostFile?: string | null
}

interface OpenedView {
  readonly page: Page
  /** Bytes that were stored, as text. */
  readonly stored: string[]
}

/** A view of the portfolio as it is built, with the bytes that go over the wire. */
export async function portfolioView(name: PortfolioViewName): Promise<{ html: string; gzipBytes: number }> {
  const { file, gzipBytes } = await buildView({
    name: `portfolio-${name}`,
    entry: here(`../../apps/portfolio/views/${name}.tsx`),
    outFile: here(`../../.lockstep/test/portfolio-${name}.html`),
  })
  return { html: await readFile(file, 'utf8'), gzipBytes }
}

const PAGE_URL = 'http://portfolio-view.localhost/'
const STORAGE_URL = 'http://files.localhost/u/'
const HOST_FILES_URL = 'http://host-files.localhost/'
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'content-type' }

/** Opens a built view under a host that the test words; the caller closes the page's context. */
async function openPortfolioView(browser: Browser, name: PortfolioViewName, options: OpenViewOptions = {}): Promise<OpenedView> {
  const { html } = await portfolioView(name)
  const {
    width = 768,
    textPercent = 100,
    theme = 'light',
    globals = {},
    answers = {},
    storage = [{ status: 200, body: { image_id: 'i_new' } }],
  } = options
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme })
  const stored: string[] = []
  const line = [...storage]
  const body = html.replace('<head>', () => `<head><style>html { font-size: ${textPercent}% }</style>`)
  // the host is there before the view: an empty page first, whose window the written document keeps
  await page.route(PAGE_URL, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Host</title>' }))
  await page.route(`${STORAGE_URL}**`, async (route) => {
    const request = route.request()
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers: CORS })
    const answer = line.length > 1 ? line.shift() : line[0]
    if (answer === undefined || answer.status === 0) return route.abort()
    if (answer.status === 200) stored.push(request.postData() ?? '')
    return route.fulfill({ status: answer.status, headers: CORS, json: answer.body })
  })
  await page.route(`${HOST_FILES_URL}**`, (route) =>
    options.hostFile === null
      ? route.abort()
      : route.fulfill({ headers: CORS, contentType: 'image/png', body: options.hostFile ?? 'bytes of the host' }),
  )
  await page.context().grantPermissions(['local-network-access'])
  await page.goto(PAGE_URL)
  await installHost(page, { globals: { theme, locale: 'en-US', ...globals }, ...(options.lacks === undefined ? {} : { lacks: options.lacks }) })
  await page.evaluate(
    ([lines, filesUrl, lacks]) => {
      const { host, openai } = window as unknown as { host: { answers: object; links?: string[] }; openai: Record<string, unknown> }
      Object.assign(host.answers, lines)
      host.links = []
      openai['openExternal'] = ({ href }: { href: string }) => void host.links?.push(href)
      if (!lacks.includes('getFileDownloadUrl'))
        openai['getFileDownloadUrl'] = async ({ fileId }: { fileId: string }) => ({ downloadUrl: `${filesUrl}${fileId}` })
    },
    [answers, HOST_FILES_URL, options.lacks ?? []] as const,
  )
  await page.setContent(body)
  return { page, stored }
}

export function linksOf(page: Page): Promise<string[]> {
  return page.evaluate(() => Reflect.get(window, 'host').links as string[])
}

/** Opens views for the tests of one file, and closes what was opened. */
export function portfolioViews(): (name: PortfolioViewName, options?: OpenViewOptions) => Promise<OpenedView> {
  let browser: Browser
  const pages: Page[] = []
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close()
  })
  afterAll(() => browser.close())
  return async (name, options = {}) => {
    const view = await openPortfolioView(browser, name, options)
    pages.push(view.page)
    return view
  }
}

/** What the view gave to one tool, call by call. */
export async function callsOf(page: Page, tool: string): Promise<Array<Record<string, unknown>>> {
  return (await recordOf(page)).calls.filter(({ name }) => name === tool).map(({ args }) => args)
}
