import { useState } from 'preact/hooks'
import { keyMove } from '../../src/page/pip-place.ts'
import { Icon } from './icon.tsx'

interface Point {
  clientX: number
  clientY: number
}

export interface PipHandleProps {
  /** CSS pixels to the right and down. */
  onMove(move: { dxPx: number; dyPx: number }): void
}

/** Moves a floating view: by pointer, or by the arrow keys (with Shift in longer steps). */
export function PipHandle({ onMove }: PipHandleProps) {
  const [drag] = useState(createDrag)
  const [isDragging, setDragging] = useState(false)

  function end(): void {
    drag.end()
    setDragging(false)
  }

  return (
    <button
      type="button"
      class="button icon-only small pip-handle"
      data-dragging={isDragging}
      aria-label="Move with the arrow keys"
      title="Drag, or move with the arrow keys"
      onKeyDown={(event) => {
        const move = event.altKey ? null : keyMove(event.key, event.shiftKey)
        if (move === null) return
        event.preventDefault()
        onMove(move)
      }}
      onPointerDown={(event) => {
        // The pointer crosses frames: they are made deaf by the mark, and it is captured for the rest.
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.start(event)
        setDragging(true)
      }}
      onPointerMove={(event) => {
        const move = drag.moved(event)
        if (move !== null) onMove(move)
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <Icon name="move" />
    </button>
  )
}

/** One drag: what the pointer moved since it was last asked; null while there is none. */
function createDrag(): { start(at: Point): void; moved(to: Point): { dxPx: number; dyPx: number } | null; end(): void } {
  let last: Point | null = null
  return {
    start({ clientX, clientY }) {
      last = { clientX, clientY }
    },
    moved({ clientX, clientY }) {
      if (last === null) return null
      const move = { dxPx: clientX - last.clientX, dyPx: clientY - last.clientY }
      last = { clientX, clientY }
      return move
    },
    end() {
      last = null
    },
  }
}
