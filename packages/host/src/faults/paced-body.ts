import type { HostClock } from '../core/clock.ts'
import { wait } from './wait.ts'

/** Bytes a second of a document on a slow network. */
export const SLOW_BYTES_PER_SECOND = 50_000
/** Milliseconds between two pieces. */
const PIECE_MS = 100

/** A document as a slow network brings it: nothing for `delayMs`, then a piece at a time. */
export async function* pacedBody(text: string, delayMs: number, clock: HostClock): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, 'utf8')
  const pieceBytes = (SLOW_BYTES_PER_SECOND * PIECE_MS) / 1_000
  await wait(clock, delayMs)
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    if (from > 0) await wait(clock, PIECE_MS)
    yield bytes.subarray(from, from + pieceBytes)
  }
}
