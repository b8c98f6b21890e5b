import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { freePort } from '../support/free-port.ts'
import { copyOfApp, runLockstep, type Running } from '../support/lockstep-run.ts'

const app = copyOfApp('notes-app')
let run: Running
let browser: Browser
let page: Page
let view: Frame
const policies: string[] = []

beforeAll(async () => {
  run = runLockstep(['dev', '--port', '0'], app.folder, { PORT: String(await freePort()) })
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('response', (response) => {
    if (/-sandbox\.localhost:\d+\/v\//.test(response.url())) policies.push(response.headers()['content-security-policy'] ?? '')
  })
  const [, url = ''] = /ready: (.*)$/.exec(await run.line(/^Lockstep is ready: /)) ?? []
  await page.goto(url)
  view = await showNotes()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await run?.stop()
  app.remove()
})

/** Asks for the view in the conversation, and gives its frame once it is painted. */
async function showNotes(): Promise<Frame> {
  const known = await page.locator('iframe').count()
  await page.getByRole('textbox', { name: 'Message' }).fill('show the notes')
  await page.keyboard.press('Enter')
  const holder = page.locator('iframe').nth(known)
  const outer = await (await holder.elementHandle())?.contentFrame()
  const inner = await (await outer?.waitForSelector('iframe'))?.contentFrame()
  if (!inner) throw new Error('the view has no frame')
  await inner.waitForSelector('#more')
  return inner
}

const shown = (text: string) => view.getByText(text).waitFor()

test('an edit of a view shows without losing its state, the frame or the conversation', async () => {
  await view.getByText('two notes').waitFor()
  await view.click('#more')
  await view.click('#more')
  await shown('Opened 2')
  await view.evaluate(() => Object.assign(window, { isTheSame: true }))
  await page.getByRole('textbox', { name: 'Message' }).fill('half a sentence')
  const frames = page.frames().length

  app.edit('views/counter.tsx', 'Opened {count}', 'Opened {count} times')
  await shown('Opened 2 times')
  // the module that renders the view is replaced in place as well
  app.edit('views/notes.tsx', 'Notes one', 'Notes two')
  await shown('Notes two')
  app.edit('views/notes.css', 'rgb(1, 2, 3)', 'rgb(4, 5, 6)')
  await expect.poll(() => view.evaluate(() => getComputedStyle(document.querySelector('h2') ?? document.body).color)).toBe('rgb(4, 5, 6)')

  await shown('Opened 2 times')
  expect(await view.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
  expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('half a sentence')
  expect(page.frames().length).toBe(frames)
  await run.line(/^Notes: views: updated .*counter\.tsx/)
})

test('an error at run time is told with its source line, in the host and on the terminal, until an edit mends it', async () => {
  await view.click('#fail')
  const notice = page.getByRole('alert').filter({ hasText: 'Error in the view' })
  await notice.waitFor()
  expect(await notice.textContent()).toContain('views/counter.tsx:7:')
  expect(await notice.textContent()).toContain('> 7 |     setCount(missing.length)')
  await run.line(/views: views\/counter\.tsx:7:\d+ TypeError: /)
  expect(await view.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)

  app.edit('views/counter.tsx', 'missing.length', 'missing?.length ?? 7')
  await notice.waitFor({ state: 'detached' })
  await view.click('#fail')
  await shown('Opened 7 times')
})

test('S1.E.8 an edit that breaks what is drawn is told until it is mended, and then the view draws again by itself', async () => {
  app.edit('views/counter.tsx', 'return (', "if (count >= 0) throw new Error('cannot draw')\n  return (")
  const notice = page.getByRole('alert').filter({ hasText: 'cannot draw' })
  await notice.waitFor()
  await view.getByText('This could not be shown').waitFor()
  await run.line(/views: views\/counter\.tsx:\d+:\d+ Error: cannot draw/)
  expect(await notice.isVisible()).toBe(true)

  app.edit('views/counter.tsx', "if (count >= 0) throw new Error('cannot draw')\n  return (", 'return (')
  await notice.waitFor({ state: 'detached' })
  await view.getByText('Opened ').waitFor()
  expect(await view.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
  await view.click('#fail')
  await shown('Opened 7 times')
})

test('a view that threw without end before an edit is heard again after it', async () => {
  // what the browser notes on its own is no error, and leaves room for those
  await view.evaluate(() => {
    for (let n = 0; n < 60; n += 1) window.dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed' }))
    for (let n = 0; n < 60; n += 1) reportError(new Error(`again ${n}`))
  })
  const notice = page.getByRole('alert').filter({ hasText: 'Error in the view' })
  await notice.waitFor()
  app.edit('views/notes.css', 'rgb(4, 5, 6)', 'rgb(7, 8, 9)')
  await notice.waitFor({ state: 'detached' })
  await view.evaluate(() => reportError(new Error('something new')))
  await notice.filter({ hasText: 'something new' }).waitFor()
  app.edit('views/notes.css', 'rgb(7, 8, 9)', 'rgb(4, 5, 6)')
  await notice.waitFor({ state: 'detached' })
})

test('a syntax error is told with its place, the view stays, and the mended file shows', async () => {
  app.edit('views/counter.tsx', 'return (', 'return ((')
  const notice = page.getByRole('alert').filter({ hasText: 'Error in the view' })
  await notice.waitFor()
  expect(await notice.textContent()).toMatch(/views\/counter\.tsx:\d+:\d+/)
  await run.line(/views: views\/counter\.tsx:\d+:\d+ .*PARSE_ERROR/)
  await shown('Opened 7 times')
  app.edit('views/counter.tsx', 'return ((', 'return (')
  await notice.waitFor({ state: 'detached' })
  await shown('Opened 7 times')
  expect(await view.evaluate(() => Reflect.get(window, 'isTheSame'))).toBe(true)
})

test('a saved server is started again at once; one that does not come up says why and comes back with the next save', async () => {
  const from = run.lines.length
  app.edit('server/words.ts', 'two notes', 'three notes')
  await run.line(/^Notes: server ready again/, from)
  view = await showNotes()
  await shown('three notes')

  const broken = run.lines.length
  app.edit('server/words.ts', "'three notes'", "'three notes' +")
  await run.line(/^Notes: .*It starts again when one of its files is saved/, broken)
  await run.line(/^\[Notes\] .*words\.ts/, broken)
  const mended = run.lines.length
  app.edit('server/words.ts', "'three notes' +", "'four notes'")
  await run.line(/^Notes: server ready again/, mended)
  view = await showNotes()
  await shown('four notes')
})

test('an edit of a view leaves the server alone', async () => {
  const from = run.lines.length
  app.edit('views/notes.tsx', 'Notes two', 'Notes three')
  await shown('Notes three')
  await run.line(/^Notes: views: updated /, from)
  expect(run.lines.slice(from).filter((line) => line.includes('server'))).toEqual([])
})

test('an edit that cannot be taken in place loads the view anew, in its frame, with its result', async () => {
  await view.evaluate(() => Object.assign(window, { isTheSame: true }))
  app.edit('views/notes.tsx', 'renderView(<Notes />)', 'export const version = 1\nrenderView(<Notes />)')
  await expect.poll(() => view.evaluate(() => Reflect.get(window, 'isTheSame')).catch(() => 'loading')).toBeUndefined()
  await shown('four notes')
  await shown('Opened 0 times')
  expect(await page.getByText('The view left its page').count()).toBe(0)
})

test('the policy of the development view opens nothing but its dev server, and the host’s files as for every view', () => {
  expect(policies.length).toBeGreaterThan(0)
  for (const policy of policies) {
    const [, origin = 'none'] = /connect-src (http:\/\/127\.0\.0\.1:\d+) /.exec(policy) ?? []
    expect(policy).toMatch(new RegExp(`connect-src ${origin} ${origin.replace('http', 'ws')} http://lockstep-files\\.localhost:\\d+;`))
    expect(policy).toContain(`script-src 'self' 'unsafe-inline' ${origin};`)
    expect(policy).not.toContain('*')
  }
})
