import { startHost } from '@lockstep/host'
import { expect, onTestFinished, test } from 'vitest'
import { declareNotes, openSignedInApp } from '../auth/support/signed-in-app.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { listGolden, startListApp } from './list-app.ts'

const golden = {
  ...listGolden,
  starters: ['read note-1'],
  prompts: [{ id: 'read', kind: 'direct' as const, patterns: ['read {id}'], examples: [], call: { tool: 'read_note', arguments: { id: '{id}' } } }],
}

test('H23 an app that is closed before the sign-in is no failure and stands in nobody’s way', async () => {
  const notes = await openSignedInApp(declareNotes)
  const list = await startListApp()
  const apps = [
    { name: 'List', mcpUrl: list.mcpUrl, golden: listGolden },
    { name: 'Notes', mcpUrl: notes.mcpUrl, golden },
  ]
  const host = await startHost({ apps, port: 0, sandboxPort: 0 })
  const browser = await launchChromium()
  onTestFinished(async () => {
    await browser.close()
    await host.close()
    await list.close()
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 500 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(host.url)

  // A new conversation begins at its top, and offers what works: the other app's starters come after the sign-in.
  const card = page.getByRole('group', { name: 'Connect to “Notes”?' })
  await card.waitFor()
  await page.getByRole('button', { name: /2 apps sign-in needed/ }).waitFor()
  await expect
    .poll(() => page.getByRole('heading', { name: 'What shall we try?' }).evaluate((title) => title.getBoundingClientRect().top))
    .toBeGreaterThan(52)
  expect(await page.getByRole('button', { name: 'read note-1' }).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])

  // In a conversation on another app it keeps out of the way, until a sentence called nothing.
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill('open the list')
  await composer.press('Enter')
  await page.frameLocator('iframe').frameLocator('iframe').locator('#add').waitFor()
  expect(await card.count()).toBe(0)
  await composer.fill('read note-1')
  await composer.press('Enter')
  await page.locator('.entry-assistant').getByText('Notes wants you to sign in first').waitFor()
  await card.waitFor()

  // After the sign-in its sentences are offered, too.
  const [tab] = await Promise.all([context.waitForEvent('page'), card.getByRole('button', { name: 'Connect' }).click()])
  await tab.getByRole('button', { name: /Ada/ }).click()
  await page.getByRole('button', { name: /2 apps connected/ }).waitFor()
  await page.getByRole('button', { name: 'New conversation' }).click()
  await page.getByRole('button', { name: 'read note-1' }).waitFor()
})
