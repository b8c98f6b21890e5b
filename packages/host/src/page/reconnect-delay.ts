const FIRST_MS = 250
const LONGEST_MS = 5_000

/** Milliseconds to wait before attempt `attempt` (from 1) to reach the backend again: doubling, capped, for one page on loopback without jitter. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1))
}
