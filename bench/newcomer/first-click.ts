import type { Browser, Frame, Page } from 'playwright-core'
import { standStill } from '../../test/support/stand-still.ts'

/** The local ChatGPT as a person opens it. The caller closes it. */
export async function openChat(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, reducedMotion: 'reduce' })
  await page.goto(url)
  return page
}

/** Says the template's first sentence and ticks the first task in the widget; resolves when the next answer knows of it. */
export async function firstClick(page: Page): Promise<void> {
  await say(page, 'Add buy stamps and call Ada to my checklist')
  const view = await newestView(page, 'buy stamps')
  await view.getByRole('checkbox', { name: 'buy stamps' }).check()
  await view.getByRole('status').filter({ hasText: 'Saved' }).first().waitFor()
  await say(page, 'What is on my checklist?')
  await page.getByRole('region', { name: 'Conversation' }).getByText('[x] buy stamps').last().waitFor()
}

/** Removes what is done by the widget's own button, which asks first; resolves when the task is gone from the widget and from the next answer. */
export async function removeWhatIsDone(page: Page): Promise<void> {
  const view = await newestView(page, 'buy stamps')
  await view.getByRole('button', { name: 'Remove what is done' }).click()
  const question = view.getByRole('group', { name: 'Remove the one task that is done?' })
  // the focus is on the way out, so Enter keeps everything
  await view.waitForFunction(() => document.activeElement?.textContent === 'Keep them')
  await question.getByRole('button', { name: 'Keep them' }).press('Enter')
  // the question's room is given back, and everything below moves up
  await question.waitFor({ state: 'detached' })
  await standStill(page)
  await view.getByRole('button', { name: 'Remove what is done' }).click()
  await question.getByRole('button', { name: 'Remove', exact: true }).click()
  await view.getByRole('checkbox', { name: 'buy stamps' }).waitFor({ state: 'detached' })
  await view.getByRole('checkbox', { name: 'call Ada' }).waitFor()
  await say(page, 'Show me my checklist')
  await page.getByRole('region', { name: 'Conversation' }).getByText('On the checklist: [ ] call Ada', { exact: true }).last().waitFor()
}

async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill(text)
  await composer.press('Enter')
}

/** The view of the newest call, once it shows a task. */
async function newestView(page: Page, task: string): Promise<Frame> {
  const inside = page.locator('iframe').last().contentFrame().locator('iframe').contentFrame()
  const shown = inside.getByRole('checkbox', { name: task })
  await shown.waitFor()
  const frame = await (await shown.elementHandle())?.ownerFrame()
  if (!frame) throw new Error('expected the widget in a frame of its own, found none')
  await standStill(page)
  return frame
}
