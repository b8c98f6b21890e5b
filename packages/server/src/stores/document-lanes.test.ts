import { expect, test } from 'vitest'
import { createDocumentLanes } from './document-lanes.ts'

/** Runs that end when the test says so. */
function lanesUnderControl(groupMax: number) {
  const started: string[][] = []
  const ends: Array<() => void> = []
  const lanes = createDocumentLanes<string>(groupMax, (jobs) => {
    started.push([...jobs])
    return new Promise((resolve) => ends.push(resolve))
  })
  const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))
  const endOldest = async () => {
    ends.shift()?.()
    await turn()
  }
  return { lanes, started, turn, endOldest }
}

test('jobs of one document go one group after the other, in order', async () => {
  const { lanes, started, turn, endOldest } = lanesUnderControl(2)
  for (const job of ['a', 'b', 'c']) lanes.enqueue('d', job)
  await turn()
  expect(started).toEqual([['a', 'b']])
  lanes.enqueue('d', 'd')
  await endOldest()
  expect(started).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('documents do not wait for each other', async () => {
  const { lanes, started, turn } = lanesUnderControl(8)
  lanes.enqueue('one', 'a')
  lanes.enqueue('two', 'b')
  await turn()
  expect(started).toEqual([['a'], ['b']])
})

test('a lane that was empty starts again', async () => {
  const { lanes, started, turn, endOldest } = lanesUnderControl(8)
  lanes.enqueue('d', 'a')
  await turn()
  await endOldest()
  lanes.enqueue('d', 'b')
  await turn()
  expect(started).toEqual([['a'], ['b']])
})
