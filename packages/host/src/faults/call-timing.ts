import { targetOf, type CallLayer } from './call-layer.ts'
import { wait } from './wait.ts'

/** Calls that take long: before they are sent (`delay`), or both there and back (`slow-network`). */
export const callTiming: CallLayer = (next, { faults, clock }) => {
  return async (name, args, options) => {
    const delay = faults.take('delay', targetOf(name, options))
    if (delay !== null) await wait(clock, delay.ms, options.signal)
    const slow = faults.take('slow-network')
    if (slow === null) return next(name, args, options)
    await wait(clock, slow.ms, options.signal)
    const answer = await next(name, args, options)
    await wait(clock, slow.ms, options.signal)
    return answer
  }
}
