import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildView } from '@lockstep/build'
import { goldenSchema } from '@lockstep/contract/golden'
import { startHost, type RunningHost } from '@lockstep/host'
import { createHostDriver } from '@lockstep/host/playwright'
import type { Browser, Frame, Page } from 'playwright-core'
import { expect } from 'vitest'
import { startCartProcess, type CartProcess } from './cart-process.ts'
import { freePort } from './free-port.ts'
import { standStill } from './stand-still.ts'
import { scratchFolder } from './start-cart.ts'

const CART = join(import.meta.dirname, '..', '..', 'apps', 'cart')

export interface LocalChatGpt {
  host: RunningHost
  /** The cart as it runs now; `restart` puts another process in its place. */
  cart: () => CartProcess
  restart: (how: 'kill' | 'stop') => Promise<void>
  close: () => Promise<void>
}

/** What `npm start` starts, on ports and a database of its own: the cart's process, the host, the built widget. */
export async function startLocalChatGpt(env: Record<string, string> = {}): Promise<LocalChatGpt> {
  const dataDir = scratchFolder()
  const widget = join(CART, 'dist', 'views', 'shopping-cart.html')
  await buildView({ name: 'shopping-cart', entry: join(CART, 'views', 'cart.tsx'), outFile: widget, runtime: 'preact' })
  const [port, sandboxPort] = [await freePort(), await freePort()]
  const start = () => startCartProcess({ port, dataDir, widget, sandboxPort, env })
  let cart = await start()
  const golden = goldenSchema.parse(JSON.parse(readFileSync(join(CART, 'golden.json'), 'utf8')))
  const restart = async (how: 'kill' | 'stop'): Promise<void> => {
    await cart[how]()
    cart = await start()
  }
  const host = await startHost({
    apps: [{ name: 'Cart', mcpUrl: cart.mcpUrl, golden }],
    port: 0,
    sandboxPort,
    dataDir: join(dataDir, 'host'),
    restartServer: () => restart('kill').then(() => true),
  })
  return {
    host,
    cart: () => cart,
    restart,
    close: async () => {
      await host.close()
      await cart.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The page of the local ChatGPT as a person has it before them. */
export interface Chat {
  page: Page
  say: (text: string) => Promise<void>
  /** Waits for an answer of the assistant with these words. */
  answer: (words: string) => Promise<void>
  /** The newest view, once it shows the cart. */
  view: () => Promise<Frame>
  /** What the server has, read at its own door. */
  server: (cartId: string) => Promise<Record<string, number>>
  cartId: () => Promise<string>
}

export async function openChat(browser: Browser, local: LocalChatGpt, options: Parameters<Browser['newPage']>[0] = {}): Promise<Chat> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, reducedMotion: 'reduce', ...options })
  await page.goto(local.host.url)
  return chatOf(page, local)
}

function chatOf(page: Page, local: LocalChatGpt): Chat {
  const composer = page.getByRole('textbox', { name: 'Message' })
  const answer = (words: string) =>
    page.getByRole('region', { name: 'Conversation' }).getByRole('paragraph').filter({ hasText: words }).last().waitFor()

  const driver = createHostDriver(page, local.host)

  async function view(): Promise<Frame> {
    await local.host.core.whenIdle()
    const inner = await driver.view()
    await inner.getByRole('heading', { name: /cart/i }).first().waitFor()
    await atRest()
    return inner
  }

  /** Until the answer stands there and nothing moves any more: a click aimed at a page that scrolls away hits something else. */
  async function atRest(): Promise<void> {
    const said = local.host.core.getState().conversation.entries.findLast((entry) => entry.kind === 'assistant')
    if (said?.kind === 'assistant') await answer(said.text.slice(0, 40))
    await standStill(page)
  }
  return {
    page,
    view,
    answer,
    say: async (text) => {
      const sayings = () => local.host.core.getState().conversation.entries.filter((entry) => entry.kind === 'user').length
      const before = sayings()
      await composer.fill(text)
      await composer.press('Enter')
      // the page shows a sentence before the host has heard it, and until then the host is idle
      await expect.poll(sayings).toBeGreaterThan(before)
      await page.getByText(text, { exact: true }).last().waitFor()
    },
    server: async (cartId) => {
      const answer = (await (await fetch(`${local.cart().url}/carts/${cartId}`)).json()) as { items?: Array<{ name: string; quantity: number }> }
      return Object.fromEntries((answer.items ?? []).map((item) => [item.name, item.quantity]))
    },
    cartId: async () => {
      const seen = local.host.core
        .getState()
        .conversation.entries.flatMap((entry) => (entry.kind === 'tool' && entry.result !== null ? [entry.result] : []))
      return String(seen.findLast((result) => result.structuredContent?.['cartId'] !== undefined)?.structuredContent?.['cartId'])
    },
  }
}

/** The widget's lines as it shows them, read in one go: `{ name: quantity }`. */
export async function shownLines(view: Frame): Promise<Record<string, number>> {
  const pairs = await view.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLInputElement>('input[aria-label^="Quantity of "]'), (field) => [
      field.getAttribute('aria-label')?.replace('Quantity of ', '') ?? '',
      Number(field.value),
    ]),
  )
  return Object.fromEntries(pairs) as Record<string, number>
}

/** The last things that happened in the host, a line each. */
export function lastEvents(local: LocalChatGpt): string {
  const { trace, instances, pendingLinks } = local.host.core.getState()
  const start = trace[0]?.at ?? 0
  const events = trace.slice(-20).map(({ at, name, detail }) => `${at - start} ms ${name} ${JSON.stringify(detail).slice(0, 200)}`)
  const views = instances.map(({ id, phase, displayMode, heightPx }) => `${id} ${phase} ${displayMode} ${heightPx} px`)
  return [...events, ...views, `pending links: ${JSON.stringify(pendingLinks)}`].join('\n')
}
