import { useEffect, useRef, useState } from 'preact/hooks'
import type { LoggedMessage } from '../../src/api/host-state.ts'
import { mergeMessages } from '../../src/page/timeline.ts'
import { usePage } from './page.ts'

/** All messages that the host still keeps, oldest first; read in pieces, and only while somebody looks. `lastSeq`: the newest that the page was told of. */
export function useMessages(lastSeq: number): readonly LoggedMessage[] {
  const page = usePage()
  const [messages, setMessages] = useState<readonly LoggedMessage[]>([])
  const known = useRef(messages)

  useEffect(() => {
    let isCurrent = true
    const read = async (after: number): Promise<void> => {
      const reply = await page.api.get('/api/messages?after=:value', after)
      if (!isCurrent || !reply.ok) return
      // The host was started anew and counts from the beginning.
      if (reply.answer.lastSeq < after) return read(0)
      known.current = mergeMessages(known.current, reply.answer)
      setMessages(known.current)
    }
    void read(known.current.at(-1)?.seq ?? 0)
    return () => {
      isCurrent = false
    }
  }, [page, lastSeq])

  return messages
}
