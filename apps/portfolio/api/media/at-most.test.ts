import { expect, test } from 'vitest'
import { atMost } from './at-most.ts'

test('never more at once than it says, begun in their order, and one that fails gives its place on', async () => {
  const inTurn = atMost(2)
  let running = 0
  const seen: string[] = []
  const work = (name: string) => () =>
    Promise.resolve().then(async () => {
      running += 1
      seen.push(`${name}${running}`)
      await Promise.resolve()
      running -= 1
      if (name === 'b') throw new Error('b')
      return name
    })
  const done = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => inTurn(work(name))))
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(seen.map((each) => each[0])).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(Math.max(...seen.map((each) => Number(each[1])))).toBe(2)
})
