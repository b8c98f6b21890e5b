import { ViewError } from './view-error.ts'
import type { ViewClock } from './view-runtime.ts'

/** The answer, or VIEW_TIMEOUT; `window.openai` promises neither an answer nor what it rejects with, so a rejection is VIEW_TRANSPORT. */
export function withTimeout<T>(clock: ViewClock, answer: Promise<T>, what: string, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(timeoutError(what, timeoutMs)), timeoutMs)
    answer
      .then(resolve, (cause: unknown) => {
        const isOurs = cause instanceof ViewError
        reject(isOurs ? cause : new ViewError('VIEW_TRANSPORT', cause instanceof Error ? cause.message : `${what} failed`, { cause }))
      })
      .finally(() => clock.clearTimeout(timer))
  })
}

function timeoutError(what: string, timeoutMs: number): ViewError {
  return new ViewError('VIEW_TIMEOUT', `expected the host to answer ${what} within ${timeoutMs} ms, got nothing; it may still have happened`)
}
