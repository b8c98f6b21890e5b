import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, onTestFailed } from 'vitest'
import { launchChromium } from './chromium.ts'
import { lastEvents, openChat, startLocalChatGpt, type Chat, type LocalChatGpt } from './local-chatgpt.ts'

export interface LocalChats {
  local: () => LocalChatGpt
  /** The page, as it is: a second one is a second tab on the same conversation. */
  open: () => Promise<Chat>
  /** A new conversation, as its button starts one; a test that fails shows what the host saw last. */
  fresh: () => Promise<Chat>
}

/** One local ChatGPT and one Chromium for the tests of a file; pages are closed after each, since one left open would be a second tab. */
export function localChats(): LocalChats {
  let local: LocalChatGpt
  let browser: Browser
  beforeAll(async () => {
    ;[local, browser] = await Promise.all([startLocalChatGpt(), launchChromium()])
  })
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))
  afterAll(async () => {
    await browser.close()
    await local.close()
  })
  return {
    local: () => local,
    open: () => openChat(browser, local),
    fresh: () => {
      local.host.core.reset()
      onTestFailed(() => {
        // oxlint-disable-next-line no-console -- a failed run is explained where it is read
        console.log(lastEvents(local))
      })
      return openChat(browser, local)
    },
  }
}
