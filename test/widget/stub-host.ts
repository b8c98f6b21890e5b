import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { buildView } from '@lockstep/build'
import type { ToolResult } from '@lockstep/react'
import { stubBackend, type StubBackend } from './stub-backend.ts'

const ENTRY = fileURLToPath(new URL('../../apps/cart/views/cart.tsx', import.meta.url))
const OUT_FILE = fileURLToPath(new URL('../../.lockstep/test/cart.html', import.meta.url))
/** Answered by the test itself; nothing listens there. */
const VIEW_URL = 'http://cart-view.localhost/'

export interface OpenCartOptions {
  backend?: StubBackend
  /** The result that mounts the view; null = none yet. Default: the backend's cart. */
  result?: ToolResult | null
  widgetState?: Record<string, unknown> | null
  theme?: 'light' | 'dark'
  locale?: string
  width?: number
  /** Percent of the root font size. Default 100. */
  textPercent?: number
  hasTouch?: boolean
  reducedMotion?: boolean
  /** Where the view is said to live. */
  url?: string
  /** Run in the page before anything else. */
  before?: () => void
}

/** What the view did to its host. */
export interface HostLog {
  readonly order: string[]
  readonly states: Array<Record<string, unknown>>
  readonly links: string[]
  readonly messages: string[]
  readonly heights: number[]
  readonly closes: number
}

export interface OpenedCart {
  readonly page: Page
  readonly backend: StubBackend
  log(): Promise<HostLog>
  /** The host changes its globals, as `openai:set_globals` tells. */
  setGlobals(globals: Record<string, unknown>): Promise<void>
  /** The host brings a tool result. */
  bring(result: ToolResult): Promise<void>
  /** Lines shown, as text of the quantity by line id. */
  shown(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** Builds the view (once per change of its sources) and reads it. */
async function cartHtml(): Promise<string> {
  return readFile((await buildView({ name: 'Cart', entry: ENTRY, outFile: OUT_FILE })).file, 'utf8')
}

/** Opens the built view under a host that speaks `window.openai` and nothing else. */
export async function openCart(browser: Browser, options: OpenCartOptions = {}): Promise<OpenedCart> {
  const backend = options.backend ?? stubBackend()
  const html = await cartHtml()
  const page = await browser.newPage({
    viewport: { width: options.width ?? 768, height: 900 },
    colorScheme: 'light',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    hasTouch: options.hasTouch ?? false,
    isMobile: options.hasTouch ?? false,
  })
  const percent = options.textPercent ?? 100
  const body = percent === 100 ? html : html.replace('<head>', () => `<head><style>html { font-size: ${percent}% }</style>`)
  const url = options.url ?? VIEW_URL
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body }))
  // a page that no server sent counts as one from afar, which Chromium keeps from loopback until it is let
  await page.context().grantPermissions(['local-network-access'])
  await page.exposeFunction('stubCallTool', (name: string, args: Record<string, unknown>) => backend.call(name, args))
  if (options.before) await page.addInitScript(options.before)
  const result = options.result === undefined ? backend.result() : options.result
  await page.addInitScript(installOpenAi, {
    theme: options.theme ?? 'light',
    locale: options.locale ?? 'en-US',
    widgetState: options.widgetState ?? null,
    ...resultGlobals(result),
  })
  await page.goto(url)
  return {
    page,
    backend,
    log: () => page.evaluate(() => (window as unknown as { stubLog: HostLog }).stubLog),
    setGlobals: (globals) => page.evaluate(changeGlobals, globals),
    bring: (next) => page.evaluate(changeGlobals, resultGlobals(next)),
    shown: () =>
      page.$$eval('[data-line]', (rows) =>
        Object.fromEntries(rows.map((row) => [row.getAttribute('data-line') ?? '', Number(row.querySelector('input')?.value)])),
      ),
    close: () => page.context().close(),
  }
}

function resultGlobals(result: ToolResult | null): Record<string, unknown> {
  if (result === null) return { toolOutput: null, toolResponseMetadata: null }
  return { toolOutput: result.structuredContent ?? {}, toolResponseMetadata: { status: 'complete', mcp_tool_result: result } }
}

/** Runs in the page, so it may use nothing from outside. */
function installOpenAi(globals: Record<string, unknown>): void {
  const log = { order: [] as string[], states: [] as unknown[], links: [] as string[], messages: [] as string[], heights: [] as number[], closes: 0 }
  const note = (what: string) => log.order.push(what)
  const openai = {
    displayMode: 'inline',
    maxHeight: undefined,
    safeArea: { insets: { top: 0, right: 0, bottom: 0, left: 0 } },
    toolInput: {},
    ...globals,
    callTool: (name: string, args: unknown) => {
      note(`call ${name}`)
      return (window as unknown as { stubCallTool: (name: string, args: unknown) => Promise<unknown> }).stubCallTool(name, args)
    },
    setWidgetState: (state: unknown) => {
      note('state')
      log.states.push(state)
    },
    sendFollowUpMessage: ({ prompt }: { prompt: string }) => {
      log.messages.push(prompt)
      return Promise.resolve()
    },
    openExternal: ({ href }: { href: string }) => void log.links.push(href),
    requestClose: () => {
      log.closes += 1
    },
    notifyIntrinsicHeight: (height: number) => void log.heights.push(height),
  }
  Object.assign(window, { openai, stubLog: log })
}

/** Runs in the page. */
function changeGlobals(globals: Record<string, unknown>): void {
  Object.assign((window as unknown as { openai: object }).openai, globals)
  window.dispatchEvent(new CustomEvent('openai:set_globals', { detail: { globals } }))
}
