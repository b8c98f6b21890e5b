import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { DEFAULT_VIEW_HEIGHT_PX, type Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'

/** Milliseconds after the frame's load until a view that never speaks is shown: it may be a plain document. */
const SILENT_VIEW_MS = 1_500

/**
 * The iframe of one mount. Its attributes are fixed when it is made, so no later state can reload it; size and place are styled around it. Once it
 * `isLeaving`, its view is asked to put its things away, and the page takes it out. Without width and height of its own it fills `.view-frame`.
 */
export function ViewFrame({ instance, title, isLeaving = false }: { instance: Instance; title: string; isLeaving?: boolean }) {
  const page = usePage()
  const [mountId] = useState(() => crypto.randomUUID())
  const frame = useRef<HTMLIFrameElement>(null)
  const [first] = useState(instance)
  const [isSilent, setSilent] = useState(false)
  const heightPx = instance.heightPx || DEFAULT_VIEW_HEIGHT_PX
  const hasPainted = typeof instance.facts?.firstPaintMs === 'number'
  const isWaiting = instance.phase === 'loading' && !isSilent && !hasPainted

  // Before the browser can run anything of the frame: a message sent before somebody listens would be lost.
  useLayoutEffect(() => {
    const element = frame.current
    if (element === null) return
    const unmount = page.frames.mount(first, mountId, element)
    let handle: ReturnType<typeof setTimeout> | undefined
    const onLoad = (): void => {
      handle = setTimeout(() => setSilent(true), SILENT_VIEW_MS)
    }
    element.addEventListener('load', onLoad)
    return () => {
      clearTimeout(handle)
      element.removeEventListener('load', onLoad)
      // a view that is closed under the person's hands, after an order for one
      if (document.activeElement === element) focusComposer()
      unmount()
    }
  }, [page.frames, first, mountId])

  useEffect(() => {
    if (isLeaving)
      void page.api.postTo('/api/instances/:id/park', first.id, { mountId }).then(() => page.dispatch({ type: 'view-left', instanceId: first.id }))
  }, [page, first, mountId, isLeaving])

  return (
    <div class="view-frame" style={{ '--view-height': `${heightPx}px` }} aria-busy={isWaiting}>
      <iframe ref={frame} title={title} sandbox={first.frameSandbox} allow={first.frameAllow} data-instance={first.id} src={first.frameUrl} />
      {isWaiting ? (
        <div class="skeleton" aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      ) : null}
    </div>
  )
}
