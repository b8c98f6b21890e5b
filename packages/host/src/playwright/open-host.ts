import { AppError } from '@lockstep/contract'
import type { Page } from 'playwright-core'
import { startHost, type HostOptions } from '../start-host.ts'
import { createHostDriver, type HostDriver } from './host-driver.ts'

/**
 * Starts a local ChatGPT on free ports, opens it in the page and waits until every app has answered.
 * @throws {AppError} HOST_NOT_CONNECTED, HOST_PAGE_MISSING, HOST_BAD_PATTERN
 */
export async function openHost(page: Page, options: HostOptions): Promise<HostDriver> {
  const host = await startHost({ port: 0, sandboxPort: 0, ...options })
  try {
    await Promise.all([page.goto(host.url), host.core.connect()])
    const away = host.core.getState().apps.filter(({ status }) => status !== 'connected')
    if (away.length > 0) {
      const reasons = away.map(({ name, problem }) => `${name}: ${problem ?? 'no answer'}`).join('; ')
      throw new AppError('HOST_NOT_CONNECTED', `Expected every app's server to answer before a test begins, but not all did. ${reasons}`, {
        blame: 'user',
      })
    }
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    return createHostDriver(page, host)
  } catch (error) {
    await host.close()
    throw error
  }
}
