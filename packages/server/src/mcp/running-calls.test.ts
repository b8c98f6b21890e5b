import { expect, onTestFinished, test, vi } from 'vitest'
import { CALLS_GRACE_MS, createRunningCalls } from './running-calls.ts'

test('closing waits for the calls under way, failed ones too, and for one that never ends no longer than its grace', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const calls = createRunningCalls()
  await calls.settled(CALLS_GRACE_MS)

  const [good, bad] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const told: string[] = []
  const answers = Promise.allSettled([calls.track(good.promise), calls.track(bad.promise)])
  const closed = calls.settled(CALLS_GRACE_MS).then(() => told.push('closed'))
  good.resolve('done')
  await vi.advanceTimersByTimeAsync(CALLS_GRACE_MS - 1)
  expect(told).toEqual([])
  bad.reject(new Error('inside'))
  await closed
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])

  void calls.track(new Promise(() => {}))
  const given = calls.settled(CALLS_GRACE_MS).then(() => told.push('given up'))
  await vi.advanceTimersByTimeAsync(CALLS_GRACE_MS - 1)
  expect(told).toEqual(['closed'])
  await vi.advanceTimersByTimeAsync(1)
  await given
  expect(told).toEqual(['closed', 'given up'])
})
