import { useSyncExternalStore, type CSSProperties } from 'react'
import type { AnnouncerStore } from './announcer-store.ts'
import { useViewServices } from './view-context.ts'

/** Out of sight, still read out; `display: none` would silence it. */
const UNSEEN: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  padding: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
  border: 0,
}

/** The view's one polite live region; place it once, it must be there before it speaks. `className` makes it visible instead of hidden. */
export function Announcer({ className }: { className?: string }) {
  const { announcer } = useViewServices()
  const text = useSyncExternalStore(announcer.subscribe, announcer.getText, announcer.getText)
  return (
    <div role="status" aria-live="polite" aria-atomic="true" {...(className === undefined ? { style: UNSEEN } : { className })}>
      {text}
    </div>
  )
}

/** Says a text in the live region; stable. The same text again is said only as news. */
export function useAnnounce(): AnnouncerStore['announce'] {
  return useViewServices().announcer.announce
}
