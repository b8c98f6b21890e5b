import type { Page } from 'playwright-core'

type Fields = Record<string, unknown>

/** What the tool that mounts the view of `hooks.tsx` answered. */
export const notes = [
  { id: 'a', title: 'Milk' },
  { id: 'b', title: 'Bread' },
]
export const opened = { toolOutput: { notes }, toolResponseMetadata: { folders: ['home', 'work'] } }

export interface PageHostOptions {
  /** What `window.openai` has at first, beside its methods. */
  globals?: Fields
  /** Names of methods this host lacks. */
  lacks?: readonly string[]
}

/** What a page host keeps for its test to look at, on the page's `window.host`. */
export interface PageHostRecord {
  calls: Array<{ name: string; args: Fields }>
  written: Fields[]
  messages: string[]
  modals: unknown[]
  modes: unknown[]
}

/**
 * Puts a `window.openai` on an empty page, before the view. Tools answer what `answer(page, name, …)` lined up for them, the last answer for ever;
 * `'never'` does not answer, and a text is an error thrown.
 */
export async function installHost(page: Page, { globals = {}, lacks = [] }: PageHostOptions = {}): Promise<void> {
  await page.evaluate(
    ([initial, missing]) => {
      const host = {
        calls: [] as unknown[],
        written: [] as unknown[],
        messages: [] as unknown[],
        modals: [] as unknown[],
        modes: [] as unknown[],
        answers: {} as Record<string, unknown[]>,
      }
      const openai: Record<string, unknown> = {
        ...initial,
        callTool: async (name: string, args: unknown) => {
          host.calls.push({ name, args: structuredClone(args) })
          const line = host.answers[name] ?? [`no answer for ${name}`]
          const next = line.length > 1 ? line.shift() : line[0]
          if (next === 'never') return new Promise(() => {})
          if (typeof next === 'string') throw new Error(next)
          return structuredClone(next)
        },
        setWidgetState: (state: unknown) => {
          host.written.push(structuredClone(state))
          openai['widgetState'] = structuredClone(state)
        },
        sendFollowUpMessage: async ({ prompt }: { prompt: string }) => void host.messages.push(prompt),
        requestDisplayMode: async (request: unknown) => (host.modes.push(request), { mode: 'fullscreen' }),
        requestModal: async (request: unknown) => (host.modals.push(request), {}),
        uploadFile: async (file: File) => ({ fileId: `file_${file.name}` }),
      }
      for (const name of missing) delete openai[name]
      Object.assign(window, { host, openai })
    },
    [globals, lacks] as const,
  )
}

export async function answer(page: Page, name: string, ...answers: unknown[]): Promise<void> {
  await page.evaluate(([tool, line]) => (Reflect.get(window, 'host').answers[tool] = line), [name, answers] as const)
}

/** Changes values of `window.openai` and tells the view, as a host does. */
export async function tellGlobals(page: Page, globals: Fields): Promise<void> {
  await page.evaluate((changed) => {
    Object.assign(Reflect.get(window, 'openai'), changed)
    window.dispatchEvent(new CustomEvent('openai:set_globals', { detail: { globals: changed } }))
  }, globals)
}

export function recordOf(page: Page): Promise<PageHostRecord> {
  return page.evaluate(() => Reflect.get(window, 'host'))
}
