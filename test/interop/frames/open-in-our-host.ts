import { startHost } from '@lockstep/host'
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { goldenOf } from '../../../packages/host/src/testing/core-harness.ts'
import { startTestServer } from '../../../packages/host/src/testing/mcp-test-server.ts'
import type { OpenedFrame } from '../frames.browser.test.ts'

const VIEW_URI = 'ui://interop/view.html'

/** The view in the local ChatGPT, between its page and its two frames. */
export async function openInOurHost(browser: Browser, html: string): Promise<OpenedFrame> {
  const calls: unknown[] = []
  const server = await startTestServer({
    tools: [
      {
        name: 'show',
        annotations: { readOnlyHint: true },
        meta: { ui: { resourceUri: VIEW_URI } },
        run: () => ({ content: [{ type: 'text', text: 'three' }], structuredContent: { apples: 3 } }),
      },
      {
        name: 'echo',
        meta: { ui: { visibility: ['app'] } },
        run: (args) => {
          calls.push(args)
          return { structuredContent: { echoed: args } }
        },
      },
    ],
    resources: [{ uri: VIEW_URI, mimeType: 'text/html;profile=mcp-app', text: html }],
  })
  const golden = goldenOf({ 'show {what}': ['show', { what: '{what}' }] })
  const host = await startHost({ apps: [{ name: 'app', mcpUrl: server.mcpUrl, golden }], port: 0, sandboxPort: 0 })
  host.core.changeSettings({ theme: 'light' })
  const page = await browser.newPage({ viewport: { width: 900, height: 900 }, reducedMotion: 'reduce' })
  await page.goto(host.url)
  await page.getByRole('textbox', { name: 'Message' }).fill('show apples')
  await page.keyboard.press('Enter')
  const inside = await page.frameLocator('iframe').frameLocator('iframe').locator('#seen').elementHandle()
  const frame = await inside?.ownerFrame()
  if (!frame) throw new Error('the view has no frame')
  return {
    page,
    frame,
    calls: () => Promise.resolve(calls),
    heightPx: async () => (await page.locator('iframe').boundingBox())?.height ?? 0,
    dark: () => Promise.resolve(host.core.changeSettings({ theme: 'dark' })),
    leave: async () => {
      const id = host.core.getState().instances.at(-1)?.id ?? ''
      host.core.closeView(id)
      await expect.poll(() => host.core.getState().instances.at(-1)?.phase).toBe('closed')
    },
    close: async () => {
      await page.close()
      await host.close()
      await server.close()
    },
  }
}
