import { expect, test } from 'vitest'
import { TOOL_TIMEOUT_MS } from '../tools/within-time.ts'
import { timed } from './guarded.ts'

test('what has no time limit of its own gets that of a tool: its signal aborts and the answer says so', async () => {
  let up = (): void => {}
  const delays: number[] = []
  const timers = {
    setTimeout: (run: () => void, delayMs: number) => {
      up = run
      delays.push(delayMs)
    },
    clearTimeout: () => {},
  }
  const signals: AbortSignal[] = []
  const answer = timed({ timers }, new AbortController().signal, (signal) => {
    signals.push(signal)
    return new Promise<string>(() => {})
  })
  up()
  await expect(answer).rejects.toMatchObject({ code: -32603, data: { code: 'timed_out' }, message: expect.stringContaining('25 s') })
  expect([delays, signals[0]?.aborted]).toEqual([[TOOL_TIMEOUT_MS], true])
  expect(await timed({ timers }, new AbortController().signal, () => 'in time')).toBe('in time')
})
