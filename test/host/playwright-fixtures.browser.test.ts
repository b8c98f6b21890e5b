import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Golden } from '@lockstep/contract/golden'
import { hostFixtures, openHost, type HostDriver } from '@lockstep/host/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { clickAtRest } from '../support/stand-still.ts'
import { listGolden, startListApp, type ListApp } from './list-app.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

/** What the page offers to a test runner, as far as it is used here. */
interface PageAutomation {
  displayTestApp(tool: string): Promise<HTMLIFrameElement>
  resetEnvironment(): Promise<void>
  getConversation(): Promise<Array<{ role: string; content: string }>>
  getConversationContext(): Promise<{ tools: Array<{ name: string }>; messages: Array<{ role: string }> }>
  changeHostContext(change: Record<string, unknown>): Promise<void>
  confirmAction(accept?: boolean): Promise<void>
  sendMessage(text: string): Promise<void>
  callTool(tool: string, args?: Record<string, unknown>): Promise<{ content: Array<{ text: string }> }>
}
declare const lockstep: PageAutomation

const golden: Golden = {
  ...listGolden,
  prompts: [
    ...listGolden.prompts.map((prompt) => ({ ...prompt, examples: prompt.patterns })),
    { id: 'never', kind: 'negative', patterns: ['what is a list'], examples: ['delete the list'] },
  ],
}

let browser: Browser
let app: ListApp
let page: Page
let host: HostDriver

beforeAll(async () => {
  ;[browser, app] = await Promise.all([launchChromium(), startListApp()])
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  host = await openHost(page, { apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden }] })
})
afterEach(() => {
  host.settings({ model: 'scripted' })
  host.reset()
  app.deletions.length = 0
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await app.close()
})

test('host.prompt, host.view, host.modelContext and host.screenshot: from a sentence to a view that is acted in', async () => {
  const entries = await host.prompt('open the list')
  expect(entries.map(({ kind }) => kind)).toEqual(['user', 'tool', 'assistant'])
  const view = await host.view({ tool: 'open_list' })
  await clickAtRest(view.locator('#add'))
  await expect.poll(() => host.modelContext().parts.find(({ kind }) => kind === 'widget-state')?.text).toContain('"count":1')
  expect(await host.instance()).toMatchObject({ toolName: 'open_list', phase: 'live' })
  const picture = await host.screenshot()
  expect(picture.subarray(0, 4)).toEqual(PNG)
})

test('host.callTool agrees for the test, unless it is told not to; host.settings and host.faults reach the host', async () => {
  expect(await host.callTool('rename_list', { label: 'Food' })).toMatchObject({ phase: 'done', by: 'person' })
  expect(await host.callTool('delete_list', { name: 'a' }, { approve: false })).toMatchObject({ phase: 'awaiting-approval' })
  expect(app.deletions).toEqual([])
  expect(await host.callTool('delete_list', { name: 'b' })).toMatchObject({ phase: 'done' })
  expect(app.deletions).toEqual([{ name: 'b' }])
  await expect(host.callTool('jump')).rejects.toThrow('jump')
  host.settings({ locale: 'de-DE' })
  expect(host.core.getState().settings.locale).toBe('de-DE')
  host.faults.set('tool-error', { times: 1 })
  expect(await host.callTool('rename_list', { label: 'x' })).toMatchObject({ phase: 'failed' })
  await expect(host.view({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'HOST_NO_VIEW' })
})

test('the automation API of the page drives a conversation by the names of ext-apps #743', async () => {
  const size = await page.evaluate(async () => {
    const frame = await lockstep.displayTestApp('open_list')
    return [frame.isConnected, frame.sandbox.contains('allow-scripts')]
  })
  expect(size).toEqual([true, true])
  await page.evaluate(() => lockstep.sendMessage('delete the list'))
  expect(app.deletions).toEqual([])
  await page.evaluate(() => lockstep.confirmAction())
  const last = async () => (await page.evaluate(() => lockstep.getConversation())).at(-1)
  // the tool's own answer says the same words
  await expect.poll(last).toMatchObject({ role: 'assistant', content: 'The list is deleted.' })
  const told = await page.evaluate(() => lockstep.getConversation())
  expect(told.map(({ role }) => role)).toEqual(['tool', 'user', 'tool', 'assistant'])
  expect(app.deletions).toHaveLength(1)
  const context = await page.evaluate(() => lockstep.getConversationContext())
  expect(context.tools.map(({ name }) => name)).toContain('open_list')
  expect(context.messages.map(({ role }) => role)).toContain('tool-result')
  expect(await page.evaluate(async () => (await lockstep.callTool('rename_list', { label: 'Z' })).content[0]?.text)).toBe('Renamed to Z.')
  await page.evaluate(() => lockstep.changeHostContext({ theme: 'dark', displayMode: 'fullscreen' }))
  await expect.poll(() => host.core.getState().instances.at(-1)?.displayMode).toBe('fullscreen')
  expect(host.core.getState().theme).toBe('dark')
  await page.evaluate(() => lockstep.resetEnvironment())
  expect(await page.evaluate(() => lockstep.getConversation())).toEqual([])
  host.settings({ theme: 'system' })
})

test('the automation API asks as the page does, says what is wrong, and is out of reach of views and foreign pages', async () => {
  const refused = expect(page.evaluate(() => lockstep.callTool('delete_list', { name: 'x' }))).rejects.toThrow('declined')
  await page.evaluate(() => lockstep.confirmAction(false))
  await refused
  expect(app.deletions).toEqual([])
  await expect(page.evaluate(() => lockstep.callTool('jump'))).rejects.toThrow('There are: open_list')
  await expect(page.evaluate(() => lockstep.changeHostContext({ locale: '!' }))).rejects.toThrow('BCP 47')
  await host.prompt('open the list')
  const reach = await (
    await host.view()
  ).evaluate(() => {
    try {
      return String((window.top as unknown as { lockstep: unknown }).lockstep)
    } catch (error) {
      return error instanceof DOMException ? error.name : 'other'
    }
  })
  expect(reach).toBe('SecurityError')
})

test('a person plays the model on the page: the tool, its form, then the answer', async () => {
  await page.getByRole('button', { name: 'Scripted model' }).click()
  expect(await axeFindings(page, { parts: ['.model-menu'] })).toEqual([])
  await page.getByRole('radio', { name: /You are the model/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Message' }).fill('call it Food')
  await page.keyboard.press('Enter')
  const card = page.getByRole('group', { name: 'You are the model: what now?' })
  await card.getByLabel('Tool', { exact: true }).selectOption({ label: 'Rename list (rename_list)' })
  await card.getByRole('button', { name: 'Call it' }).click()
  await card.getByText('expected a value').waitFor()
  expect(await axeFindings(page, { parts: ['.manual'] })).toEqual([])
  await card.getByLabel('Label').fill('Food')
  await card.getByRole('button', { name: 'Call it' }).click()
  await card.getByLabel('What the model says').fill('It is called Food now.')
  await card.getByRole('button', { name: 'Say it' }).click()
  await page.locator('.entry-assistant').getByText('It is called Food now.').waitFor()
  await card.waitFor({ state: 'detached' })
})

test('the golden prompts run on the page, failures first', async () => {
  await page.getByRole('tab', { name: 'Golden' }).click()
  await page.getByRole('button', { name: 'Run all' }).click()
  await page.getByText('1 of 3 failed.').waitFor()
  // the summary comes with the state, the lines are asked for then
  await page.locator('.golden-line').nth(2).waitFor()
  const lines = await page.locator('.golden-line').allTextContents()
  expect(await axeFindings(page, { parts: ['#inspector-panel'] })).toEqual([])
  expect(lines[0]).toContain('Failed: delete the list')
  expect(lines[0]).toContain('Expected no call, it called delete_list.')
  expect(app.deletions).toEqual([])
})

test('the fixture for @playwright/test gives each test a host of its own and ends it', async () => {
  const { host: fixture } = hostFixtures({ apps: [{ name: 'list', mcpUrl: app.mcpUrl, golden }] })
  const own = await browser.newPage()
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-picture-'))
  let url = ''
  await fixture({ page: own }, async (fresh) => {
    url = fresh.url
    expect(url).not.toBe(host.url)
    await fresh.prompt('open the list')
    await fresh.screenshot({ path: join(folder, 'view.png') })
  })
  expect(readFileSync(join(folder, 'view.png')).subarray(0, 4)).toEqual(PNG)
  rmSync(folder, { recursive: true })
  await expect(fetch(url)).rejects.toThrow()
  await own.close()
})
