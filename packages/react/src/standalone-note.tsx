import type { CSSProperties } from 'react'
import { useViewPart } from './use-view.ts'

const SMALL: CSSProperties = { margin: 0, padding: '4px 8px', font: '12px/1.4 system-ui, sans-serif', opacity: 0.75 }

/** Says that nobody answers, so that an empty preview is not taken for a broken one; nothing where there is a host. `renderView` places it. */
export function StandaloneNote() {
  const isAlone = useViewPart((snapshot) => snapshot.connection === 'standalone')
  if (!isAlone) return null
  return (
    <p role="note" className="lockstep-standalone" style={SMALL}>
      Preview without a host: nothing is loaded, and nothing is saved.
    </p>
  )
}
