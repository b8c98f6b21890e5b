import { launchChromium } from '../../test/support/chromium.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import { median, quantile } from '../harness/statistics.ts'
import type { Part } from '../sync/sync-bench.ts'
import { firstWidgetMs, keystrokesMs, mostFrames, openHost, quiet, talk } from './long-conversation.ts'

/** Limits of the local ChatGPT: a first widget within a second, a key within 50 ms in a conversation of 200 turns and 50 views, 6 frames at most. */
const FIRST_WIDGET_MAX_MS = 1_000
const KEY_MAX_MS = 50
const FRAMES_MAX = 6
const TURNS = 200
const VIEW_EVERY = 4

/** The parts of `npm run bench host`. */
export function hostParts(isQuick: boolean): Part[] {
  return [
    { name: 'first widget', run: () => firstWidget(isQuick ? 3 : 20) },
    { name: 'long conversation', run: () => longConversation(isQuick ? 12 : 200) },
  ]
}

async function firstWidget(rounds: number): Promise<Measure[]> {
  const browser = await launchChromium()
  const opened = await openHost(browser)
  try {
    await firstWidgetMs(opened.page)
    const samples: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      opened.host.core.reset()
      await opened.page.locator('iframe').waitFor({ state: 'detached' })
      samples.push(await firstWidgetMs(opened.page))
    }
    const value = median(samples)
    const what = 'Enter to the view’s own words on screen, host warm'
    const note = `p95 ${quantile(samples, 0.95).toFixed(0)} ms`
    return [measure('first-widget', what, value, 'ms', atMost(FIRST_WIDGET_MAX_MS, 'time'), note, { samples })]
  } finally {
    await opened.close()
    await browser.close()
  }
}

async function longConversation(keys: number): Promise<Measure[]> {
  const browser = await launchChromium()
  const opened = await openHost(browser)
  try {
    await talk(opened.host, TURNS, VIEW_EVERY)
    const views = opened.host.core.getState().instances.length
    await opened.page.locator('iframe').first().waitFor()
    await quiet(opened.host)
    const samples = await keystrokesMs(opened.page, 'the quick brown fox jumps over the lazy dog '.repeat(5).slice(0, keys))
    const frames = await mostFrames(opened.page)
    const details = { turns: TURNS, views, samples }
    const of = `${TURNS} turns, ${views} views`
    return [
      measure('frames', 'frames at once while it is scrolled', frames, 'frames', atMost(FRAMES_MAX, 'count'), of, details),
      measure('key', 'a key in the composer to its picture, p95', quantile(samples, 0.95), 'ms', atMost(KEY_MAX_MS, 'time'), of, details),
    ]
  } finally {
    await opened.close()
    await browser.close()
  }
}

function measure(
  id: string,
  what: string,
  value: number,
  unit: string,
  target: Measure['target'],
  note: string,
  details: Measure['details'],
): Measure {
  return { id: `host.${id}`, what, value, unit, interval: null, target, note, details }
}
