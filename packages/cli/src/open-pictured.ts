import path from 'node:path'
import { AppError } from '@lockstep/contract'
import type { CoreOptions, HostCore } from '@lockstep/host'

export interface Pictured {
  core: HostCore
  /** Writes a PNG of the newest view. */
  takePicture(file: string): Promise<void>
  close(): Promise<void>
}

/** CSS pixels: the page as on a laptop. */
const VIEWPORT = { width: 1280, height: 900 }

/**
 * A host whose page is open in a headless Chromium. The variable LOCKSTEP_CHROMIUM names another one than playwright-core installs.
 * @throws {AppError} CLI_NO_BROWSER (blame user) with the line that installs what is missing
 */
export async function openPictured(options: CoreOptions, env: Readonly<Record<string, string | undefined>>): Promise<Pictured> {
  const { chromium } = await import('playwright-core').catch(asMissing('npm install -D playwright-core && npx playwright-core install chromium'))
  const executablePath = env['LOCKSTEP_CHROMIUM'] || undefined
  // Chromium's own sandbox does not start as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium
    .launch({ args, ...(executablePath === undefined ? {} : { executablePath }) })
    .catch(asMissing('npx playwright-core install chromium'))
  try {
    const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 2, reducedMotion: 'reduce' })
    const { openHost } = await import('@lockstep/host/playwright')
    const host = await openHost(page, options)
    return {
      core: host.core,
      takePicture: async (file) => void (await host.screenshot({ path: path.resolve(file) })),
      async close() {
        await browser.close()
        await host.close()
      },
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}

function asMissing(remedy: string): (error: unknown) => never {
  return (error) => {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new AppError('CLI_NO_BROWSER', `A picture needs playwright-core and a Chromium, which did not start: ${reason}\nInstall them: ${remedy}`, {
      blame: 'user',
      cause: error,
    })
  }
}
