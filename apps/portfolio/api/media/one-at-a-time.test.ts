import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('never two at once, in their order, and one that fails holds nobody up', async () => {
  const inTurn = oneAtATime()
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
  const done = await Promise.allSettled([inTurn(work('a')), inTurn(work('b')), inTurn(work('c'))])
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a1', 'b1', 'c1'])
})
