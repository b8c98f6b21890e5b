import { expect, test } from 'vitest'
import { countOf } from './entries.ts'
import { interleavings, programs } from './meeting-steps.ts'
import { meet } from './meeting.ts'

test.each([
  ['each step is saved before the next', false],
  ['the view saves only when all is over', true],
])(
  'R5 a view and a model, three steps each, in every order, when %s: nothing lost, every overlap told',
  { timeout: 120_000 },
  async (_name, isHeldBack) => {
    const orders = interleavings()
    const wrong: unknown[] = []
    let met = 0
    for (const view of programs()) {
      for (const model of programs()) {
        for (const order of orders) {
          const { final, expected, untold, shown, status } = await meet(view, model, order, isHeldBack)
          met += 1
          const isRight = Object.entries(expected).every(([line, count]) => countOf(final, line) === count)
          const isShown = Object.entries(expected).every(([line]) => countOf(shown, line) === countOf(final, line))
          if (!isRight || !isShown || untold.length > 0 || status !== 'saved')
            wrong.push({ view, model, order, expected, final, untold, shown, status })
        }
      }
    }
    expect(wrong.slice(0, 3)).toEqual([])
    expect(met).toBe(27 * 27 * 20)
  },
)
