import { expect, test } from 'vitest'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { ACTIVE_FOR_MS, createPoller, POLL_ACTIVE_MS, POLL_FAILING_MAX_MS, POLL_IDLE_MS } from './poller.ts'

function start(answer: () => boolean | Promise<boolean> = () => true) {
  const clock = createFakeClock()
  const polls: number[] = []
  const begin = clock.now()
  const poller = createPoller(clock, async () => {
    polls.push(clock.now() - begin)
    return answer()
  })
  return { clock, polls, poller }
}

test('asks every second while something goes on, then every five', async () => {
  const { clock, polls, poller } = start()
  poller.setWatched(true)
  await clock.advance(ACTIVE_FOR_MS)
  expect(polls).toEqual(Array.from({ length: 10 }, (_, index) => (index + 1) * POLL_ACTIVE_MS))
  await clock.advance(3 * POLL_IDLE_MS)
  expect(polls.slice(10)).toEqual([15_000, 20_000, 25_000])
  poller.touch()
  await clock.advance(2 * POLL_ACTIVE_MS)
  expect(polls.slice(13)).toEqual([26_000, 27_000])
})

test('never asks while nobody looks', async () => {
  const { clock, polls, poller } = start()
  await clock.advance(60_000)
  poller.pollNow()
  await clock.advance(60_000)
  expect(polls).toEqual([])
  poller.setWatched(true)
  await clock.advance(POLL_IDLE_MS)
  poller.setWatched(false)
  await clock.advance(60_000)
  expect(polls).toHaveLength(1)
})

test('asks at once when somebody looks again', async () => {
  const { clock, polls, poller } = start()
  poller.setWatched(true)
  await clock.advance(ACTIVE_FOR_MS)
  poller.setWatched(false)
  await clock.advance(60_000)
  const before = polls.length
  poller.setWatched(true)
  await clock.advance(0)
  expect(polls).toHaveLength(before + 1)
})

test('asks at once when told, and one question at a time', async () => {
  let answer: (hasAnswer: boolean) => void = () => {}
  const { clock, polls, poller } = start(() => new Promise<boolean>((resolve) => (answer = resolve)))
  poller.setWatched(true)
  poller.pollNow()
  await clock.advance(0)
  expect(polls).toEqual([0])
  poller.pollNow()
  poller.touch()
  await clock.advance(20_000)
  expect(polls).toEqual([0])
  answer(true)
  await clock.advance(POLL_IDLE_MS)
  expect(polls).toHaveLength(2)
})

test('asks less and less while nobody answers, and afresh when told', async () => {
  const { clock, polls, poller } = start(() => false)
  poller.setWatched(true)
  await clock.advance(300_000)
  const gaps = polls.map((at, index) => at - (polls[index - 1] ?? 0))
  expect(gaps.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
  expect(gaps.at(-1)).toBe(POLL_FAILING_MAX_MS)
  const before = polls.length
  poller.pollNow()
  await clock.advance(0)
  expect(polls).toHaveLength(before + 1)
})

test('stopped is stopped', async () => {
  const { clock, polls, poller } = start()
  poller.setWatched(true)
  poller.stop()
  poller.pollNow()
  poller.touch()
  expect(await clock.drain()).toBe(0)
  expect(polls).toEqual([])
})
