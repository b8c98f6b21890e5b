import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { chromiumFlags, launchChromium } from './chromium.ts'

let browser: Browser
const server = createServer((_request, response) => response.end('<h1>hello</h1>'))

beforeAll(async () => {
  browser = await launchChromium()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser.close()
  server.close()
})

const port = () => (server.address() as AddressInfo).port

test('shows a page of this machine, under any *.localhost name', async () => {
  const page = await browser.newPage()
  await page.goto(`http://cart-sandbox.localhost:${port()}/`)
  expect(await page.textContent('h1')).toBe('hello')
  await page.close()
})

test('resolves no name outside this machine', async () => {
  const page = await browser.newPage()
  await expect(page.goto(`http://outside.example:${port()}/`)).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  await page.close()
})

test('gives up Chromium’s own sandbox only as root', () => {
  expect(chromiumFlags(true)).toContain('--no-sandbox')
  expect(chromiumFlags(false)).not.toContain('--no-sandbox')
})
