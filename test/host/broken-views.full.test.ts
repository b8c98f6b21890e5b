import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstFailing, viewChecks, type ViewCheck } from '../../packages/host/src/core/view-gates/view-checks.ts'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { launchChromium } from '../support/chromium.ts'
import { brokenApp, brokenViews, startPlainApi, type BrokenView } from './broken-app.ts'

/** Where a new batch of views begins: a host parks more than five, and the first five of all have no frame. */
const BATCHES = [0, 10, 15]

let browser: Browser
let page: Page
let host: RunningHost
let server: TestServer
let api: Awaited<ReturnType<typeof startPlainApi>>
let views: BrokenView[]

beforeAll(async () => {
  api = await startPlainApi()
  views = brokenViews(api.origin)
  server = await startTestServer(brokenApp(views))
  host = await startHost({ apps: [{ name: 'broken', mcpUrl: server.mcpUrl }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  // As high as all of it: a frame off the screen does not paint.
  page = await browser.newPage({ viewport: { width: 1280, height: 6_000 } })
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await server.close()
  api.close()
})

/** The checks of the newest call of a tool, as the page computes them. */
function checksOf(tool: string): ViewCheck[] {
  const { conversation, instances, apps } = host.core.getState()
  const entry = conversation.entries.findLast((each) => each.kind === 'tool' && each.tool === tool)
  if (entry?.kind !== 'tool') return []
  const instance = instances.find(({ entryId }) => entryId === entry.id) ?? null
  const summary = apps[0]?.tools.find(({ name }) => name === tool) ?? null
  return viewChecks({ entry, instance, tool: summary, now: Date.now() })
}

const cardOf = (tool: string) => page.getByRole('article', { name: `Tool call: ${tool}` }).last()

async function call(tool: string): Promise<void> {
  await host.core.callTool({ app: 'broken', tool, arguments: {} })
  await host.core.whenIdle()
}

test('each way to stay blank is told by its own gate, with something to do; a healthy view passes all of them', async () => {
  for (const [index, from] of BATCHES.entries()) {
    const batch = views.slice(from, BATCHES[index + 1])
    for (const { tool } of batch) await call(tool)
    for (const { tool, gate } of batch) {
      await expect.poll(() => firstFailing(checksOf(tool))?.gate ?? null, { timeout: 8_000, message: tool }).toBe(gate)
      const failed = checksOf(tool).filter(({ status }) => status === 'failed')
      expect(
        failed.map((check) => check.gate),
        tool,
      ).toEqual(gate === null ? [] : [gate])
      if (gate !== null) expect(failed[0]?.fix, tool).toMatch(/\S/)
    }
  }
  await expect.poll(() => checksOf('healthy').map(({ status }) => status)).toEqual(Array.from({ length: 13 }, () => 'passed'))
})

test('a blank view says in its own card what to do, and leads to all checks; a healthy one says nothing', async () => {
  await call('healthy')
  const card = cardOf('blocked_script')
  await card.scrollIntoViewIfNeeded()
  await card.getByText('script-src-elem blocked https://cdn.example/app.js').waitFor()
  await card.getByText('_meta.ui.csp.resourceDomains: ["https://cdn.example"]').waitFor()
  await card.getByRole('button', { name: 'Show all checks' }).click()
  await page.getByRole('tab', { name: 'Checks', selected: true }).waitFor()
  await page.getByText('Stopped at “Nothing was blocked by its content security policy”.').waitFor()
  expect(await page.locator('.check[data-status="failed"]').count()).toBe(1)
  const healthy = cardOf('healthy')
  await healthy.scrollIntoViewIfNeeded()
  await expect.poll(() => checksOf('healthy').every(({ status }) => status === 'passed')).toBe(true)
  expect(await healthy.getByText('Nothing to see yet').count()).toBe(0)
})

test('how often a view was loaded is counted', async () => {
  const healthy = () => host.core.getState().instances.at(-1)
  const id = healthy()?.id ?? ''
  // among so many views it may have been at rest, and then it was loaded more than once already
  await page.getByRole('region', { name: 'Conversation' }).evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight))
  await page.locator(`iframe[data-instance="${id}"]`).waitFor()
  await expect.poll(() => healthy()?.phase).toBe('live')
  const before = healthy()?.steps.mounts ?? 0
  await page.getByRole('combobox', { name: 'Call' }).selectOption(id)
  await page.getByText(`Its document was loaded ${before === 1 ? 'once' : `${before} times`}.`).waitFor()
  await page.getByRole('button', { name: 'Load the view again' }).click()
  await page.getByText(`Its document was loaded ${before + 1} times.`).waitFor()
})

test('S2.U.3 S1.I.3 the inspector shows what the policy blocked with the line that allows it, and who was asked in vain', async () => {
  await page.getByRole('tab', { name: 'Network' }).click()
  const choose = async (title: string): Promise<void> => {
    const options = page.getByRole('combobox', { name: 'View', exact: true }).getByRole('option')
    const label = (await options.allTextContents()).find((text) => text.includes(title))
    await page.getByRole('combobox', { name: 'View', exact: true }).selectOption({ label: label ?? title })
  }
  await choose('blocked_script')
  const panel = page.getByRole('tabpanel')
  await panel.getByText('_meta.ui.csp.resourceDomains: ["https://cdn.example"]').waitFor()
  await panel.getByText('_meta["openai/widgetCSP"].resource_domains: ["https://cdn.example"]').waitFor()
  await panel.getByRole('button', { name: 'Copy the line for OpenAI' }).waitFor()
  await choose('no_cors')
  await panel.getByRole('row').filter({ hasText: api.origin }).getByRole('cell').last().getByText('1').waitFor()
})

test('the timeline has every message in both directions, filters them, and opens one', async () => {
  await page.getByRole('tab', { name: 'Timeline' }).click()
  const lines = page.getByRole('list', { name: 'Messages and events, newest first' }).getByRole('listitem')
  await page.getByLabel('Between whom').selectOption('server')
  await page.getByRole('searchbox').fill('tools/call healthy answer')
  await lines.first().getByText('server → host').waitFor()
  await lines.first().locator('summary').press('Enter')
  await lines.first().getByText('"structuredContent"').waitFor()
  await lines.first().getByText('Has _meta, which no model sees.').waitFor()
  await page.getByLabel('Between whom').selectOption('view')
  await page.getByRole('searchbox').fill('ui/initialize request')
  await lines.first().getByText('view → host').waitFor()
  await lines.first().locator('summary').press('ArrowDown')
  expect(await lines.nth(1).evaluate((line) => line.contains(document.activeElement))).toBe(true)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  expect((await download).suggestedFilename()).toBe('lockstep-timeline.json')
})

test('the metadata of tools and views stand in both dialects side by side, with what is missing', async () => {
  await page.getByRole('tab', { name: 'Metadata' }).click()
  const item = page.getByRole('tabpanel').locator('details.part').filter({ hasText: 'healthy' }).first()
  await item.locator('summary').first().click()
  await item.getByText('_meta["openai/outputTemplate"]').waitFor()
  await item.getByText('outputSchema is missing').waitFor()
  await page.getByRole('tabpanel').locator('summary').filter({ hasText: 'ui://broken/not_registered.html' }).getByText('1 error').waitFor()
})
