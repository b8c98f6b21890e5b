import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { launchChromium } from '../support/chromium.ts'
import { setUpMcp, type McpSetup, type ToolAnswer } from './mcp-setup.ts'
import { portfolioView } from './open-portfolio-view.ts'

let browser: Browser
let mcp: McpSetup
beforeAll(async () => {
  ;[browser, mcp] = await Promise.all([launchChromium(), setUpMcp()])
})
afterAll(() => Promise.all([browser.close(), mcp.close()]))

const PAGE_URL = 'http://portfolio-view.localhost/'
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const png = (background: string) =>
  sharp({ create: { width: 300, height: 200, channels: 3, background } })
    .png()
    .toBuffer()

/** The status view on what a tool of the real server answered, with the real tools and the real storage of photos. */
async function openOn(answer: ToolAnswer, callTool: (name: string, args: Record<string, unknown>) => Promise<ToolAnswer>): Promise<Page> {
  const { html } = await portfolioView('status')
  const page = await browser.newPage()
  await page.context().grantPermissions(['local-network-access'])
  await page.exposeFunction('realCallTool', callTool)
  await page.route(PAGE_URL, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.route('http://files.test/**', async (route) => {
    const request = route.request()
    const body = request.postDataBuffer()
    const headers = { 'content-type': request.headers()['content-type'] ?? '' }
    const response = await mcp.photos.fetch(
      new Request(request.url(), { method: request.method(), headers, ...(body === null ? {} : { body: new Uint8Array(body) }) }),
    )
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
  })
  await page.addInitScript(
    ([toolOutput, toolResponseMetadata]) => {
      const kept: Record<string, string> = {}
      const openai = {
        theme: 'light',
        toolInput: {},
        toolOutput,
        toolResponseMetadata,
        callTool: (name: string, args: unknown) => (Reflect.get(window, 'realCallTool') as (name: string, args: unknown) => unknown)(name, args),
        setWidgetState: (state: unknown) => Object.assign(openai, { widgetState: state }),
        requestDisplayMode: async () => ({ mode: 'fullscreen' }),
        uploadFile: async (file: File) => {
          kept[file.name] = URL.createObjectURL(file)
          return { fileId: file.name }
        },
        getFileDownloadUrl: async ({ fileId }: { fileId: string }) => ({ downloadUrl: kept[fileId] }),
      }
      Object.assign(window, { openai })
    },
    [answer.structuredContent ?? {}, answer._meta ?? {}] as const,
  )
  await page.goto(PAGE_URL)
  return page
}

test('K1 K2 K3 S2.D.3 S2.D.7 S2.P.1 X24 a draft becomes a published project by hand, over the real server, while the model writes too', async () => {
  const { call } = await mcp.contractor('ada')
  const draft = await call('create_project_draft', { title: 'Chimney', project_type: 'Chimney rebuild' })
  const id = String(draft.structuredContent?.['project_id'])
  const page = await openOn(draft, call)
  const status = async () => (await call('get_project_status', { project_id: id }))._meta?.['project'] as ApiProject

  await button(page, 'Add the city').first().click()
  await page.getByLabel('City', { exact: true }).fill('Denver')
  await page.getByLabel('State', { exact: true }).fill('CO')
  await button(page, 'Save').click()
  await button(page, 'Save').waitFor({ state: 'hidden' })

  await button(page, 'Photos').click()
  const red = await png('#cc3333')
  await page.getByLabel('Photos to add').setInputFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: red },
    { name: 'b.png', mimeType: 'image/png', buffer: await png('#33cc33') },
    { name: 'c.heic', mimeType: 'image/heic', buffer: Buffer.from('none') },
  ])
  await page.getByText('HEIC photos cannot be shown').waitFor()
  await expect.poll(() => page.locator('[data-photo]').count()).toBe(2)
  await page.getByLabel('Photos to add').setInputFiles([{ name: 'again.png', mimeType: 'image/png', buffer: red }])
  await page.getByText('This photo is in the project already.').waitFor()
  expect(await page.locator('[data-photo]').count()).toBe(2)

  const [, second] = await page.locator('[data-photo]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-photo')))
  await button(page, 'Move photo 2 first').click()
  await expect.poll(() => page.locator('[data-photo]').first().getAttribute('data-photo')).toBe(second)
  await button(page, 'Make photo 1 the cover').click()
  await expect.poll(status).toMatchObject({ hero_image_id: second, hero_source: 'user' })
  await page.getByLabel('Description of photo 1').fill('A new wall')
  await page.getByLabel('Description of photo 1').press('Enter')
  await expect.poll(status).toMatchObject({ images: [{ alt_text: 'A new wall' }, {}] })
  await button(page, 'Delete photo 2').click()
  await button(page, 'Delete').click()
  await expect.poll(() => page.locator('[data-photo]').count()).toBe(1)
  await button(page, 'Undo').click()
  await expect.poll(() => page.locator('[data-photo]').count()).toBe(2)

  await button(page, '‹ Chimney').click()
  await button(page, 'Story').click()
  await page.getByRole('textbox', { name: 'Summary' }).fill('A chimney that leaned.')
  await call('update_project_sections', { project_id: id, results: 'It stands.' })
  await expect.poll(() => page.getByRole('textbox', { name: 'Results' }).inputValue()).toBe('It stands.')
  await expect.poll(status).toMatchObject({ summary: 'A chimney that leaned.', results: 'It stands.' })

  await button(page, '‹ Chimney').click()
  await button(page, 'Publish').click()
  await page.getByRole('group').getByRole('button', { name: 'Publish', exact: true }).click()
  await button(page, 'View page').waitFor()
  expect((await status()).status).toBe('published')
})
