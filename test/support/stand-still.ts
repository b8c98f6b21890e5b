import type { Locator, Page } from 'playwright-core'

/** Until no frame of the page moves any more: a click aimed at a view that is scrolled away hits something else. */
export async function standStill(page: Page): Promise<void> {
  await page.evaluate(framesStandStill)
}

/** A real click inside a view, once the page around it has come to rest. */
export async function clickAtRest(target: Locator): Promise<void> {
  await standStill(target.page())
  await target.click()
}

/** Runs in the page: resolves when every frame kept its place over ten pictures. */
function framesStandStill(): Promise<void> {
  return new Promise((resolve) => {
    let places = ''
    let still = 0
    const look = () => {
      const now = Array.from(document.querySelectorAll('iframe'), (frame) => JSON.stringify(frame.getBoundingClientRect())).join()
      still = now === places ? still + 1 : 0
      places = now
      if (still >= 10) resolve()
      else requestAnimationFrame(look)
    }
    look()
  })
}
