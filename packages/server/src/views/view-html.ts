import { AppError } from '@lockstep/contract'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { View } from './view.ts'

/** Milliseconds the view server of development may take; it makes a small document at once, or compiles for a moment. */
const DEV_TIMEOUT_MS = 5_000

export interface ViewFiles {
  /** The app's folder: built views are in `dist/views` under it. */
  root: string
  /** The view server of development; null where there is none. */
  devOrigin: string | null
  /** Gets what a developer would wonder about. */
  warn(message: string): void
}

/** A view's document, and whether the view server made it, whose scripts it then loads. */
export interface ViewDocument {
  html: string
  isDev: boolean
}

export type ReadView = (view: View) => Promise<ViewDocument>

/** Reads documents; a built file is read again only once it changed. Rejects with VIEW_NOT_BUILT, or with what the app's own `html` threw. */
export function createViewReader({ root, devOrigin, warn }: ViewFiles): ReadView {
  const files = new Map<string, { stamp: string; html: string }>()
  /** Last trouble with the view server told of each view. */
  const told = new Map<string, string>()

  async function builtFile(view: View): Promise<string> {
    const file = join(root, 'dist', 'views', `${view.name}.html`)
    try {
      const { mtimeMs, size } = await stat(file)
      const stamp = `${mtimeMs} ${size}`
      const known = files.get(view.name)
      if (known?.stamp === stamp) return known.html
      const html = await readFile(file, 'utf8')
      files.set(view.name, { stamp, html })
      return html
    } catch (cause) {
      throw new AppError('VIEW_NOT_BUILT', `View '${view.name}': expected its document at ${file}, got none. Run lockstep build.`, {
        blame: 'user',
        cause,
      })
    }
  }

  return async (view) => {
    const { source } = view.settings
    if (source.kind === 'html') return { html: await source.html(), isDev: false }
    if (devOrigin === null) return { html: await builtFile(view), isDev: false }
    const answer = await fetchDev(`${devOrigin}/views/${view.name}`)
    if ('html' in answer) {
      told.delete(view.name)
      return { html: answer.html, isDev: true }
    }
    // the view server may be gone while its app still runs
    const built = await builtFile(view).catch(() => null)
    if (built === null) {
      const message = `View '${view.name}': the view server at ${devOrigin} answered ${answer.problem}, and no built document is there.`
      throw new AppError('VIEW_NOT_BUILT', message, { blame: 'user' })
    }
    if (told.get(view.name) !== answer.problem) warn(`view '${view.name}' is shown as it was built last: ${devOrigin} answered ${answer.problem}`)
    told.set(view.name, answer.problem)
    return { html: built, isDev: false }
  }
}

async function fetchDev(url: string): Promise<{ html: string } | { problem: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEV_TIMEOUT_MS), redirect: 'error' })
    const text = await response.text()
    return response.ok ? { html: text } : { problem: `${response.status} ${text.slice(0, 500)}` }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
