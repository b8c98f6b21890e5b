import { createServer } from 'node:http'
import { DEV_CLIENT_ID } from '@lockstep/dev-auth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'
import { openDevAuth } from './support/signed-in-app.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

/** A page of a client on another port, to which the browser is sent back. */
async function openCallback(): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Back</title>'))
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${port}/callback`
}

async function openPage(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> {
  const { colorScheme = 'light', width = 480 } = options
  const url = new URL('/auth', await openDevAuth())
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: DEV_CLIENT_ID,
    redirect_uri: await openCallback(),
    resource: 'http://localhost:8000/mcp',
    scope: 'notes:read notes:write',
    state: 'state-1',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString()
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 700 } })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(url.href)
  return page
}

test.each([
  ['light', 480],
  ['dark', 480],
  ['dark', 320],
] as const)('the page is accessible (%s, %i px)', async (colorScheme, width) => {
  const page = await openPage({ colorScheme, width })
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await axeFindings(page, { parts: ['html'] })).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

test('H23 a browser signs in by keyboard alone, and comes back with a code of this issuer', async () => {
  const page = await openPage()
  const issuer = new URL(page.url()).origin
  await page.getByRole('checkbox', { name: 'notes:read' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(await page.getByRole('checkbox', { name: 'notes:write' }).isChecked()).toBe(false)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sign in as Ada Lovelace')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/callback?**')
  const parameters = new URL(page.url()).searchParams
  expect(Object.fromEntries(parameters)).toEqual({ code: expect.any(String), state: 'state-1', iss: issuer })
})

test('H23 a browser that cancels comes back with the reason', async () => {
  const page = await openPage()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL('**/callback?**')
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
})
