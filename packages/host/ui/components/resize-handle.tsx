import { MAX_INSPECTOR_PX, MIN_INSPECTOR_PX } from '../../src/page/page-state.ts'
import { usePage } from '../store/page.ts'

/** CSS pixels per arrow key. */
const STEP_PX = 24

/** The inspector's edge: drag it, or focus it and use the arrow keys. */
export function ResizeHandle({ widthPx }: { widthPx: number }) {
  const page = usePage()
  const resize = (next: number): void => page.dispatch({ type: 'inspector', change: { widthPx: next } })

  function follow(event: PointerEvent): void {
    if (event.currentTarget instanceof HTMLElement && event.currentTarget.hasPointerCapture(event.pointerId))
      resize(window.innerWidth - event.clientX)
  }

  function stepByKey(event: KeyboardEvent): void {
    const change = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key]
    if (change === undefined) return
    event.preventDefault()
    resize(widthPx + change)
  }

  return (
    <div
      class="resize-handle"
      role="separator"
      aria-label="Width of the inspector"
      aria-orientation="vertical"
      aria-valuenow={widthPx}
      aria-valuemin={MIN_INSPECTOR_PX}
      aria-valuemax={MAX_INSPECTOR_PX}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={follow}
      onKeyDown={stepByKey}
    />
  )
}
