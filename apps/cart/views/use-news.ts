import { useEffect, useMemo, useRef } from 'react'
import { useAnnounce } from '@lockstep/react'
import { newsTexts } from './change-text.ts'
import type { CartModel } from './use-cart.ts'

/** Sentences of news shown at once. */
const NEWS_MAX = 4

/** What others changed and what was settled, as sentences; each is announced once, when it comes. */
export function useNews({ document, catalogue, capNotice }: CartModel): readonly string[] {
  const { changes, conflicts } = document
  const announce = useAnnounce()
  const told = useMemo(() => newsTexts(changes, conflicts, catalogue, NEWS_MAX), [changes, conflicts, catalogue])
  const spoken = useRef<readonly string[]>([])
  useEffect(() => {
    const fresh = told.filter((sentence) => !spoken.current.includes(sentence))
    spoken.current = told
    if (fresh.length > 0) announce(fresh.join(' '))
  }, [told, announce])
  return useMemo(() => (capNotice === null || told.includes(capNotice) ? told : [...told, capNotice]), [told, capNotice])
}
