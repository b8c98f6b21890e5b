import { AppError } from '@lockstep/contract'
import type { Frame, Locator, Page } from 'playwright-core'
import type { Instance } from '../api/host-state.ts'
import type { HostCore } from '../core/host-core.ts'

export interface ViewChoice {
  /** Only views that this tool opened. */
  tool?: string
  /** Milliseconds. Default 15,000. */
  timeoutMs?: number
}

/** A view on the page: what it is, its own frame, and its place for a picture. */
export interface FoundView {
  instance: Instance
  /** The inner frame, in which the view's own document is. */
  frame: Frame
  /** The iframe of the page. */
  element: Locator
}

const TIMEOUT_MS = 15_000

/**
 * The newest view once it is on the page and has come to rest: it talks, or is known to be silent.
 * @throws {AppError} HOST_NO_VIEW when none opens in time, or when it cannot be shown
 */
export async function findView(page: Page, core: HostCore, { tool, timeoutMs = TIMEOUT_MS }: ViewChoice = {}): Promise<FoundView> {
  const instance = await newestInstance(core, tool, timeoutMs)
  if (instance.mountFailure !== null) throw noView(`it could not be shown: ${instance.mountFailure.message}`)
  const element = page.locator(`iframe[data-instance="${instance.id}"]`)
  await element.waitFor({ state: 'attached', timeout: timeoutMs })
  await page.locator('.view-frame[aria-busy="false"]', { has: element }).waitFor({ state: 'attached', timeout: timeoutMs })
  const outer = await (await element.elementHandle({ timeout: timeoutMs }))?.contentFrame()
  const inner = await (await outer?.waitForSelector('iframe', { state: 'attached', timeout: timeoutMs }))?.contentFrame()
  if (inner === null || inner === undefined) throw noView('its frame is gone.')
  await inner.waitForLoadState('load', { timeout: timeoutMs })
  await inner.evaluate(nextPicture)
  return { instance, frame: inner, element }
}

/** Runs in the view: resolves when its fonts are there and what it has by now is drawn. */
async function nextPicture(): Promise<void> {
  await document.fonts.ready
  await new Promise((resolve) => {
    // A frame off the screen draws nothing and is not waited for.
    setTimeout(resolve, 500)
    requestAnimationFrame(() => requestAnimationFrame(resolve))
  })
}

function newestInstance(core: HostCore, tool: string | undefined, timeoutMs: number): Promise<Instance> {
  const find = (): Instance | undefined =>
    core.getState().instances.findLast(({ phase, toolName }) => phase !== 'closed' && (tool === undefined || toolName === tool))
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const found = find()
      if (found === undefined) return false
      end()
      resolve(found)
      return true
    }
    const stop = core.subscribe(look)
    const timer = setTimeout(() => {
      end()
      reject(noView(`none opened within ${timeoutMs} ms.`))
    }, timeoutMs)
    const end = (): void => {
      stop()
      clearTimeout(timer)
    }
    look()
  })
}

function noView(got: string): AppError {
  return new AppError('HOST_NO_VIEW', `Expected a view on the page, ${got} Does the tool name a template, and does the platform show views?`, {
    blame: 'user',
  })
}
