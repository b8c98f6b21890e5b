import { useEffect, useState } from 'preact/hooks'
import type { HostReads } from '../../src/api/host-state.ts'
import type { Reply } from './api-client.ts'
import { usePage } from './page.ts'

/** What the host answers to a read, once, and again when the returned function is called. Null: not there yet. */
export function useReading<Path extends keyof HostReads>(path: Path, value = 0): [reply: Reply<HostReads[Path]> | null, readAgain: () => void] {
  const page = usePage()
  const [reply, setReply] = useState<Reply<HostReads[Path]> | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isCurrent = true
    const read = async (): Promise<void> => {
      const next = await page.api.get(path, value)
      if (isCurrent) setReply(next)
    }
    void read()
    return () => {
      isCurrent = false
    }
  }, [page, path, value, round])
  return [reply, () => setRound(round + 1)]
}
