import { useState, type PointerEvent, type RefObject } from 'react'
import { placeAt } from './photo-order.ts'

/**
 * Dragging a row of a list by its handle, with mouse, pen or finger. `onDrop` is told the place among all rows; Escape or a lost pointer changes
 * nothing. Answers the id that is being dragged, and what the handle's `onPointerDown` calls.
 */
export function useDragOrder(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: string, to: number) => void,
): [dragged: string | null, start: (id: string, event: PointerEvent<HTMLElement>) => void] {
  const [dragged, setDragged] = useState<string | null>(null)

  const start = (id: string, { currentTarget, pointerId, button, clientY: from }: PointerEvent<HTMLElement>) => {
    if (button !== 0) return
    const handle: HTMLElement = currentTarget
    const stop = new AbortController()
    const { signal } = stop
    const end = () => {
      stop.abort()
      setDragged(null)
    }
    handle.setPointerCapture(pointerId)
    setDragged(id)
    handle.addEventListener(
      'pointerup',
      ({ clientY }) => {
        end()
        // a press that did not move is no drag
        if (Math.abs(clientY - from) < DRAG_MIN_PX) return
        const others = [...(list.current?.querySelectorAll('[data-photo]') ?? [])].filter((row) => row.getAttribute('data-photo') !== id)
        onDrop(
          id,
          placeAt(
            others.map((row) => row.getBoundingClientRect()),
            clientY,
          ),
        )
      },
      { signal },
    )
    handle.addEventListener('pointercancel', end, { signal })
    handle.addEventListener('keydown', ({ key }) => (key === 'Escape' ? end() : undefined), { signal })
  }
  return [dragged, start]
}

/** CSS pixels from which a press is a drag. */
const DRAG_MIN_PX = 5
