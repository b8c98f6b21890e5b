import { DOCUMENT_META } from '@lockstep/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openChat, shownLines, startLocalChatGpt, type LocalChatGpt } from '../support/local-chatgpt.ts'
import { clickAtRest } from '../support/stand-still.ts'
import { sightings, type Canary, type Sighting } from './canary.ts'

const KEY: Canary = { name: 'the signing key', text: 'canary-signing-key-0b7d5e29c1aa4f38' }
const VARIABLE: Canary = { name: 'another variable of the environment', text: 'canary-env-6e0f31d9b2' }
const EGGS = 'Free-range eggs, 6'

let local: LocalChatGpt
let browser: Browser
beforeAll(async () => {
  const env = { CART_SECRET: KEY.text, CANARY_API_KEY: VARIABLE.text, CART_TRANSPORT: 'http', CART_REQUIRE_TOKEN: '1' }
  ;[local, browser] = await Promise.all([startLocalChatGpt(env), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await local.close()
})

test('SEC19 a conversation with the cart: the view’s token is in no model’s context, no widget state, no address, no console and not painted', async () => {
  const chat = await openChat(browser, local)
  const seen: Sighting[] = []
  chat.page.on('request', (request) => seen.push({ where: 'an address', text: request.url() }))
  chat.page.on('console', (message) => seen.push({ where: 'the console', text: message.text() }))
  await chat.say('I need two eggs and milk')
  const view = await chat.view()
  await clickAtRest(view.getByRole('button', { name: `One more of ${EGGS}` }))
  await expect.poll(() => view.getByRole('status').allInnerTexts()).toContain('Saved')
  expect((await shownLines(view))[EGGS]).toBe(3)
  await chat.say('What is in my cart?')
  await chat.answer(`3 × ${EGGS}`)

  const { conversation, instances, modelSees } = local.host.core.getState()
  const results = conversation.entries.flatMap((entry) => (entry.kind === 'tool' && entry.result !== null ? [entry.result] : []))
  const tokens = results.flatMap((result): Canary[] => {
    const document = result._meta?.[DOCUMENT_META] as { token?: string } | undefined
    return document?.token === undefined ? [] : [{ name: 'the view’s token', text: document.token }]
  })
  expect(tokens.length).toBeGreaterThan(0)
  for (const part of modelSees.parts) seen.push({ where: `what the model sees: ${part.kind}`, text: part.text })
  for (const instance of instances) {
    seen.push({ where: 'widget state', text: JSON.stringify(instance.widgetState) })
    seen.push({ where: 'the model’s context from the view', text: JSON.stringify(instance.modelContext) })
    seen.push({ where: 'the frame’s address', text: `${instance.frameUrl} ${instance.innerOrigin}` })
  }
  for (const frame of chat.page.frames()) seen.push({ where: 'an address', text: frame.url() })
  seen.push({ where: 'what the view paints', text: await view.locator('#root').innerHTML() })
  seen.push({ where: 'the view’s storage', text: await view.evaluate(readStorage) })
  expect(seen.filter(({ where }) => where === 'an address').length).toBeGreaterThan(3)
  expect(seen.some(({ where, text }) => where === 'widget state' && text !== 'null')).toBe(true)
  expect(sightings(tokens, seen)).toEqual([])
  // what the server holds leaves it in no form at all, `_meta` included
  expect(sightings([KEY, VARIABLE], [...seen, { where: 'a result', text: JSON.stringify(results) }])).toEqual([])
}, 60_000)

/** Runs in the view. A host that gives it no storage leaves nothing to look at. */
function readStorage(): string {
  try {
    return JSON.stringify({ ...window.localStorage, ...window.sessionStorage }) + document.cookie
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return ''
    throw error
  }
}
