import { expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { clickAtRest, standStill } from '../support/stand-still.ts'
import { openLocalPortfolio } from './local-portfolio.ts'

async function localPortfolio() {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const context = await browser.newContext({ viewport: { width: 1_280, height: 1_000 }, reducedMotion: 'reduce' })
  const local = await openLocalPortfolio(context)
  onTestFinished(local.close)
  return local
}

test('S1.A.2 the photos and the story open large in the local ChatGPT, and come back', async () => {
  const { host, page } = await localPortfolio()
  await host.prompt('Start a project called Brick fireplace in Denver')
  for (const sentence of ['Add photos', 'Let me edit the story']) {
    await host.prompt(sentence)
    const view = await host.view()
    await clickAtRest(view.getByRole('button', { name: 'Open large' }))
    await page.getByRole('button', { name: 'Leave fullscreen' }).click()
    await view.getByRole('button', { name: 'Open large' }).waitFor()
  }
})

test('S2.F.1 what is said next is about the project that the person opened in the list', async () => {
  const { host, page } = await localPortfolio()
  await host.prompt('Start a project called Brick fireplace in Denver')
  await host.prompt('Start a project called Garden wall in Boulder')
  await host.prompt('Show my projects')
  const view = await host.view()
  await clickAtRest(view.getByRole('button', { name: /Brick fireplace/ }))
  await view.getByRole('heading', { name: 'Brick fireplace' }).waitFor()
  await expect.poll(() => JSON.stringify(host.modelContext())).toContain('selected_project_id')
  await page.setViewportSize({ width: 1_280, height: 600 })
  await host.prompt('Publish the project')
  const question = page.getByRole('group', { name: 'Allow “Publish a project”?' })
  await question.waitFor()
  await standStill(page)
  // the question is seen whole: the view that the answer will fill takes no room before there is one
  expect(await question.evaluate((card) => card.getBoundingClientRect().top)).toBeGreaterThan(52)
  const { entries } = host.core.getState().conversation
  const calls = entries.flatMap((entry) => (entry.kind === 'tool' ? [entry] : []))
  const [fireplace] = calls
  expect(calls.at(-1)?.input['project_id']).toBe(fireplace?.result?.structuredContent?.['project_id'])
})
