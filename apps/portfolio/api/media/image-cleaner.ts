import { ApiRefusal } from '../refusal.ts'
import type { CleanImage } from './clean-image.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { startCleanWorker, type CleanWorker } from './start-clean-worker.ts'

/** Cleans photos in a process of its own, so that none of them can fill this one's memory, stop it or bring it down. */
export interface ImageCleaner {
  /** One photo at a time, in their order. @throws {ApiRefusal} UNSUPPORTED_TYPE, TOO_LARGE; SERVICE_UNAVAILABLE when it broke off and may be sent again */
  clean(file: string): Promise<CleanImage>
  /** Ends the process; what still waits is refused. */
  close(): Promise<void>
}

export interface CleanerTimers {
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(handle: unknown): void
}

export interface ImageCleanerOptions {
  start?: () => CleanWorker
  timers?: CleanerTimers
}

/** Milliseconds without a photo after which the process is ended. */
const IDLE_MS = 30_000
/** Milliseconds one photo may take. The worst that is taken needs two seconds of one processor. */
const LIMIT_MS = 30_000

const systemTimers: CleanerTimers = {
  setTimeout: (run, delayMs) => setTimeout(run, delayMs).unref(),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
}

export function createImageCleaner({ start = () => startCleanWorker(), timers = systemTimers }: ImageCleanerOptions = {}): ImageCleaner {
  const inTurn = oneAtATime()
  let worker: CleanWorker | null = null
  let idle: unknown = null
  let isClosed = false

  async function end(): Promise<void> {
    const ended = worker
    worker = null
    await ended?.end()
  }

  async function cleanOne(file: string): Promise<CleanImage> {
    if (isClosed) throw brokeOff()
    timers.clearTimeout(idle)
    // one that was ended from outside meanwhile costs nobody a photo
    const mine = worker?.isRunning() === true ? worker : start()
    worker = mine
    const limit = timers.setTimeout(() => void mine.end(), LIMIT_MS)
    const answer = await mine.ask(file)
    timers.clearTimeout(limit)
    if (answer === null) {
      if (worker === mine) await end()
      throw brokeOff()
    }
    idle = timers.setTimeout(() => void end(), IDLE_MS)
    if (!answer.ok) throw new ApiRefusal(answer.code, answer.message)
    const { full, thumbnail, widthPx, heightPx } = answer
    return { full, thumbnail, widthPx, heightPx }
  }

  return {
    clean: (file) => inTurn(() => cleanOne(file)),
    async close() {
      isClosed = true
      timers.clearTimeout(idle)
      await end()
    },
  }
}

function brokeOff(): ApiRefusal {
  return new ApiRefusal(
    'SERVICE_UNAVAILABLE',
    'Reading this photo broke off. Send it again; if that does not help, save it anew as JPEG and send that.',
  )
}
