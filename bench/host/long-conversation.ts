import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Page } from 'playwright-core'
import { listGolden, startListApp, type ListApp } from '../../test/host/list-app.ts'

export interface OpenedHost {
  host: RunningHost
  page: Page
  close(): Promise<void>
}

/** The local ChatGPT with a small app, open in a page. */
export async function openHost(browser: Browser): Promise<OpenedHost> {
  const app: ListApp = await startListApp()
  const host = await startHost({ apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden: listGolden }], port: 0, sandboxPort: 0 })
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
  return {
    host,
    page,
    close: async () => {
      await page.close()
      await host.close()
      await app.close()
    },
  }
}

/** Turns of the person and the model; every `viewEvery`-th opens a view. */
export async function talk({ core }: RunningHost, turns: number, viewEvery: number): Promise<void> {
  for (let turn = 1; turn <= turns; turn += 1) {
    core.sendMessage(turn % viewEvery === 0 ? 'open the list' : `Nothing that any tool knows of, number ${turn}`)
    await core.whenIdle()
  }
}

/** Milliseconds from Enter to the view's own words on the screen. */
export async function firstWidgetMs(page: Page): Promise<number> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill('open the list')
  const startedAt = performance.now()
  await composer.press('Enter')
  await page.frameLocator('iframe').last().frameLocator('iframe').getByRole('heading', { name: 'List' }).waitFor()
  return performance.now() - startedAt
}

/** The most frames that were in the page at once while it was scrolled from end to end and back. */
export async function mostFrames(page: Page): Promise<number> {
  await page.evaluate(() => {
    const watched = window as Window & { mostFrames?: number }
    const count = (): void => {
      watched.mostFrames = Math.max(watched.mostFrames ?? 0, document.querySelectorAll('iframe').length)
    }
    count()
    new MutationObserver(count).observe(document.body, { childList: true, subtree: true })
  })
  await page.evaluate(async () => {
    const scroller = document.querySelector('.conversation')
    if (scroller === null) throw new Error('Expected the conversation, found none.')
    const end = scroller.scrollHeight
    for (const way of [-1, 1]) {
      for (let step = 0; step <= 40; step += 1) {
        scroller.scrollTop = way < 0 ? end - (end * step) / 40 : (end * step) / 40
        // two pictures: one in which the page sees what is on screen, one in which it has acted on it
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      }
    }
  })
  return page.evaluate(() => (window as Window & { mostFrames?: number }).mostFrames ?? Number.NaN)
}

/** Until nothing has changed in the host for a second: views that were woken have said what they had to say. */
export async function quiet({ core }: RunningHost): Promise<void> {
  for (let before = -1, now = core.getState().version; before !== now;) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    now = core.getState().version
  }
}

/** Milliseconds from each key until the picture after the one that draws it has begun: then it is on the screen. */
export async function keystrokesMs(page: Page, text: string): Promise<number[]> {
  await page.evaluate(() => {
    const watched = window as Window & { keys?: number[] }
    const keys: number[] = (watched.keys = [])
    const composer = document.querySelector('.composer textarea')
    composer?.addEventListener('input', () => {
      const at = performance.now()
      requestAnimationFrame(() => requestAnimationFrame(() => keys.push(performance.now() - at)))
    })
  })
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.focus()
  await page.keyboard.type(text, { delay: 25 })
  await page.waitForFunction((count) => (window as Window & { keys?: number[] }).keys?.length === count, text.length)
  const samples = await page.evaluate(() => (window as Window & { keys?: number[] }).keys ?? [])
  await composer.fill('')
  return samples
}
