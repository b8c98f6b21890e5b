import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axeCore from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface AxeScope {
  /** Selectors; absent = the whole page, its frames left out. */
  parts?: readonly string[]
  /** Only these; absent = all. */
  rules?: readonly string[]
}

/** What axe finds in a page, an element each. It is brought in from outside, since a page's own policy lets no script of others in. */
export async function axeFindings(page: Page, { parts, rules }: AxeScope = {}): Promise<string[]> {
  await page.evaluate(source)
  return page.evaluate(
    async ({ selectors, runOnly }) => {
      const { axe } = globalThis as unknown as { axe: typeof axeCore }
      const { violations } = await axe.run(selectors?.map((selector) => [selector]) ?? document, {
        ...(selectors === undefined ? { iframes: false } : {}),
        ...(runOnly === undefined ? {} : { runOnly: [...runOnly] }),
      })
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
    },
    { selectors: parts, runOnly: rules },
  )
}
