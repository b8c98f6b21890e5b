import { expect, test } from 'vitest'
import { createOrderedOutbox, MAX_OPEN_CALLS, MAX_WAITING } from './ordered-outbox.ts'

function bench() {
  const timers = new Set<() => void>()
  const sent: string[] = []
  const finish = new Map<string, () => void>()
  const outbox = createOrderedOutbox({
    setTimeout: (run) => {
      timers.add(run)
      return run
    },
    clearTimeout: (handle) => void timers.delete(handle as () => void),
  })
  const push = (lane: string, name: string) =>
    outbox.push(lane, () => {
      sent.push(name)
      return new Promise((resolve) => finish.set(name, resolve))
    })
  const answer = async (name: string) => {
    finish.get(name)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const passTime = () => {
    const due = [...timers]
    timers.clear()
    for (const run of due) run()
  }
  return { sent, push, answer, passTime, outbox }
}

test('the next message of a frame waits for the answer to the one before', async () => {
  const { sent, push, answer } = bench()
  push('a', '1')
  push('a', '2')
  push('b', 'other')
  expect(sent).toEqual(['1', 'other'])
  await answer('1')
  expect(sent).toEqual(['1', 'other', '2'])
})

test('a slow answer holds the next message only for a moment', () => {
  const { sent, push, passTime } = bench()
  push('a', 'slow')
  push('a', 'next')
  passTime()
  expect(sent).toEqual(['slow', 'next'])
})

test('one connection is always left for commands', async () => {
  const { sent, push, passTime, answer } = bench()
  for (let index = 0; index < 8; index += 1) {
    push('a', String(index))
    passTime()
  }
  expect(sent).toHaveLength(MAX_OPEN_CALLS)
  await answer('0')
  expect(sent).toHaveLength(MAX_OPEN_CALLS + 1)
})

test('a flood is refused, a dropped lane forgotten', async () => {
  const { sent, push, answer, outbox } = bench()
  push('a', 'first')
  const taken = Array.from({ length: MAX_WAITING + 5 }, (_, index) => push('a', `w${index}`)).filter(Boolean)
  expect(taken).toHaveLength(MAX_WAITING)
  outbox.drop('a')
  await answer('first')
  expect(sent).toEqual(['first'])
})
