import type { Page, Route } from 'playwright-core'

/** What becomes of one save on its way from the view to the server. */
export type Fate = 'passes' | 'request lost' | 'answer lost' | 'doubled'

export interface FaultyRoad {
  /** How many saves the view has sent. */
  saves: () => number
  /** Saves wait from here on, until told what becomes of them. */
  hold: () => void
  release: () => void
}

/**
 * Stands on the road between the page and the host's backend and decides over each `sync_cart` that a view sends: how long it takes, and whether it or its
 * answer arrives. Everything else passes.
 */
export async function faultyRoad(page: Page, decide: () => { fate: Fate; delayMs: number }): Promise<FaultyRoad> {
  let saves = 0
  let gate = Promise.resolve()
  let open = (): void => undefined
  await page.route('**/api/instances/*/rpc', async (route) => {
    if (!isSave(route)) return route.continue()
    saves += 1
    await gate
    const { fate, delayMs } = decide()
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    try {
      if (fate === 'request lost') return await route.abort('connectionreset')
      if (fate === 'doubled') await route.fetch()
      const response = await route.fetch()
      return await (fate === 'answer lost' ? route.abort('connectionreset') : route.fulfill({ response }))
    } catch (error) {
      // the page, or the whole browser, may be gone by now: that is what some of the tests are about
      if (!page.isClosed()) await route.abort().catch(() => undefined)
      return error instanceof Error ? undefined : Promise.reject(new Error('expected an error'))
    }
  })
  return {
    saves: () => saves,
    hold: () => {
      gate = new Promise((resolve) => (open = resolve))
    },
    release: () => open(),
  }
}

function isSave(route: Route): boolean {
  const body: unknown = route.request().postDataJSON()
  return JSON.stringify(body).includes('"sync_cart"')
}
