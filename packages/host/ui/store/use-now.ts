import { useEffect, useState } from 'preact/hooks'

/** Milliseconds between two looks at the clock. */
const TICK_MS = 1_000

/** The time, read anew every second while `isTicking`. Milliseconds since 1970. */
export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return
    const handle = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(handle)
  }, [isTicking])
  return now
}
