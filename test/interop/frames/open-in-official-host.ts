import type { Browser } from 'playwright-core'
import type { OpenedFrame } from '../frames.browser.test.ts'

/** Answered by the test itself; nothing listens there. */
const ORIGIN = 'http://official-host.localhost'

interface HostWindow {
  did: { heightPx: number; calls: unknown[]; hasTornDown: boolean }
  changeTheme: (theme: string) => void
  closeView: () => Promise<void>
}

/** The view in one sandboxed frame of a page that is made of the official `AppBridge`. */
export async function openInOfficialHost(browser: Browser, html: string, hostPage: string): Promise<OpenedFrame> {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' })
  await page.route(`${ORIGIN}/`, (route) => route.fulfill({ contentType: 'text/html', body: hostPage }))
  await page.route(`${ORIGIN}/view.html`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.goto(`${ORIGIN}/`)
  const inside = await page.frameLocator('iframe').locator('#seen').elementHandle()
  const frame = await inside?.ownerFrame()
  if (!frame) throw new Error('the view has no frame')
  const did = () => page.evaluate(() => (window as unknown as HostWindow).did)
  return {
    page,
    frame,
    calls: async () => (await did()).calls,
    heightPx: async () => (await did()).heightPx,
    dark: () => page.evaluate(() => (window as unknown as HostWindow).changeTheme('dark')),
    leave: async () => {
      await page.evaluate(() => (window as unknown as HostWindow).closeView())
      if (!(await did()).hasTornDown) throw new Error('the view did not answer the teardown')
    },
    close: () => page.close(),
  }
}
