import { startHost } from '@lockstep/host'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { declareGreeting, declareNotes, openSignedInApp } from '../auth/support/signed-in-app.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { listGolden, startListApp } from './list-app.ts'

const golden = {
  ...listGolden,
  starters: [],
  prompts: [{ id: 'read', kind: 'direct' as const, patterns: ['read {id}'], examples: [], call: { tool: 'read_note', arguments: { id: '{id}' } } }],
}

test('H23 SEC4 a person connects to a server, by card, by address and by link', async () => {
  const notes = await openSignedInApp((app, ran) => {
    declareNotes(app, ran)
    declareGreeting(app, ran)
  })
  const list = await startListApp()
  const writes: unknown[] = []
  const other = await startTestServer({
    tools: [{ name: 'wipe', title: 'Wipe it all', run: (args) => (writes.push(args), { content: [{ type: 'text', text: 'wiped' }] }) }],
  })
  const host = await startHost({ apps: [{ name: 'Notes', mcpUrl: notes.mcpUrl, golden }], port: 0, sandboxPort: 0 })
  const browser = await launchChromium()
  onTestFinished(async () => {
    await browser.close()
    await host.close()
    await list.close()
    await other.close()
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
  await page.goto(host.url)
  await page.getByText('connected', { exact: true }).first().waitFor()

  // A tool wants to know who asks: the card says so, leads to the sign-in in a tab of its own, and runs the call again.
  await page.getByRole('textbox', { name: 'Message' }).fill('read note-1')
  await page.keyboard.press('Enter')
  const card = page.getByRole('group', { name: 'Connect to “Notes”?' })
  await card.waitFor()
  expect(await axeFindings(page)).toEqual([])
  const [tab] = await Promise.all([context.waitForEvent('page'), card.getByRole('button', { name: 'Connect' }).click()])
  await tab.getByRole('button', { name: /Ada/ }).waitFor()
  expect(await tab.evaluate(() => window.opener)).toBeNull()
  await card.getByText('Finish the sign-in in the other tab').waitFor()
  await tab.getByRole('button', { name: /Ada/ }).click()
  await tab.getByRole('heading', { name: 'Connected' }).waitFor()
  expect(tab.url()).toBe(`${host.url}/oauth/connected`)
  await tab.close()
  await page.getByRole('group', { name: '“Notes” is connected' }).waitFor()
  await page.getByRole('button', { name: /again/ }).click()
  await page.locator('.entry-assistant').getByText('Analytical engine').waitFor()
  expect(await page.getByRole('group', { name: '“Notes” is connected' }).count()).toBe(0)

  // A server by address, and its view in frames that the page may show without being loaded again.
  await page.getByRole('button', { name: /Notes connected/ }).click()
  await page.getByLabel('Another server').fill('nonsense')
  await page.keyboard.press('Enter')
  await page.getByText('Expected the http address').waitFor()
  await page.getByLabel('Another server').fill(list.mcpUrl)
  await page.keyboard.press('Enter')
  const listName = new URL(list.mcpUrl).host
  await page.getByText(listName, { exact: true }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await host.core.callTool({ app: listName, tool: 'open_list', arguments: {} })
  await page.frameLocator('iframe').frameLocator('iframe').locator('#add').waitFor()
  await page.getByText('called by you').waitFor()

  // A link: nothing is sent to a server that is not known before one click, and nothing is called before another.
  await page.setViewportSize({ width: 375, height: 812 })
  const input = Buffer.from(JSON.stringify({ text: 'Käse', deep: { id: 4 } })).toString('base64url')
  await page.goto(`${host.url}/?server=${encodeURIComponent(other.mcpUrl)}&tool=wipe&input=${input}`)
  await page.getByRole('group', { name: 'Connect to the server of this link?' }).waitFor()
  expect(page.url()).toBe(`${host.url}/`)
  expect(other.requests).toEqual([])
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const call = page.getByRole('group', { name: 'Call “Wipe it all”?' })
  await call.waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axeFindings(page)).toEqual([])
  expect(writes).toEqual([])
  await call.getByRole('button', { name: 'Call the tool' }).click()
  await page.getByText('Wipe it all is done', { exact: true }).waitFor()
  expect(writes).toEqual([{ text: 'Käse', deep: { id: 4 } }])
  await page.getByRole('button', { name: /3 apps/ }).click()

  // One that cannot be read: said, and nothing else.
  await page.goto(`${host.url}/?server=${encodeURIComponent(other.mcpUrl)}&tool=wipe&input=!!`)
  await page.getByText('This link cannot be followed.').waitFor()
  expect(writes).toHaveLength(1)
  expect(errors.filter((text) => !text.includes('status of 400'))).toEqual([])
})
