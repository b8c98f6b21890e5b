import { useEffect, useRef, useState } from 'preact/hooks'
import type { Instance } from '../../src/api/host-state.ts'
import { movePip, PIP_START } from '../../src/page/pip-place.ts'
import { usePage } from '../store/page.ts'
import { useParking } from '../store/use-parking.ts'
import { ClosedView } from './closed-view.tsx'
import { HeightNotice } from './height-notice.tsx'
import { ParkedView } from './parked-view.tsx'
import { PipHandle } from './pip-handle.tsx'
import { LostView, MountFailure } from './view-failure.tsx'
import { FaultNotice } from './view-fault.tsx'
import { ViewBar } from './view-bar.tsx'
import { ViewFrame } from './view-frame.tsx'

/** A view with the host's own controls above it. Its frame keeps its place in the document whatever the display mode: moving it would reload it. */
export function ViewPanel({ instance, title }: { instance: Instance; title: string }) {
  const page = usePage()
  const panel = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState(PIP_START)
  const parking = useParking(instance.id)
  const { id, mountFailure, phase, displayMode } = instance
  const isShown = mountFailure === null && phase !== 'closed'

  useEffect(() => {
    if (panel.current === null || !isShown) return
    const seen = new IntersectionObserver((entries) => {
      const isSeen = entries.at(-1)?.isIntersecting === true
      page.dispatch({ type: isSeen ? 'view-seen' : 'view-unseen', instanceId: id })
    })
    seen.observe(panel.current)
    return () => seen.disconnect()
  }, [page, id, isShown])

  if (mountFailure !== null) return <MountFailure failure={mountFailure} />
  if (phase === 'closed') return <ClosedView instance={instance} />

  function move(by: { dxPx: number; dyPx: number }): void {
    const stage = panel.current?.closest('.stage')
    if (!stage || panel.current === null) return
    const { offsetWidth: widthPx, offsetHeight: heightPx } = panel.current
    const bounds = { stageWidthPx: stage.clientWidth, stageHeightPx: stage.clientHeight, widthPx, heightPx }
    setPlace((from) => movePip(from, by, bounds))
  }

  function onKey(event: KeyboardEvent): void {
    const isBack = event.altKey && event.key === 'ArrowLeft'
    const isForward = event.altKey && event.key === 'ArrowRight'
    if (event.key === 'Escape' && displayMode !== 'inline') void page.runFor('/api/instances/:id/display-mode', id, { mode: 'inline' })
    const { canGoBack, canGoForward } = instance.history
    if ((!isBack && !isForward) || (!canGoBack && !canGoForward)) return
    // The browser's own keys would take the whole page away, also from a person who is at the view's first page already.
    event.preventDefault()
    if (isBack ? canGoBack : canGoForward) void page.runFor('/api/instances/:id/history', id, { direction: isBack ? 'back' : 'forward' })
  }

  return (
    <>
      <div
        key="view"
        ref={panel}
        role="group"
        class="view"
        data-mode={displayMode}
        data-border={instance.prefersBorder}
        style={{ '--pip-top': `${place.topPx}px`, '--pip-end': `${place.endPx}px` }}
        aria-label={title}
        onKeyDown={onKey}
      >
        <ViewBar instance={instance} handle={displayMode === 'pip' ? <PipHandle onMove={move} /> : null} />
        {instance.fault === null ? null : <FaultNotice fault={instance.fault} />}
        {instance.isHeightLooping && displayMode === 'inline' ? <HeightNotice /> : null}
        {phase === 'lost' ? (
          <LostView instance={instance} />
        ) : parking.kind === 'parked' ? (
          <ParkedView instance={instance} />
        ) : (
          <ViewFrame
            key={`${id}:${instance.frameKey}:${parking.generation}`}
            instance={instance}
            title={title}
            isLeaving={parking.kind === 'leaving'}
          />
        )}
      </div>
      {displayMode === 'pip' ? (
        <p key="elsewhere" class="view-note">
          “{instance.title}” is in its own small window.
        </p>
      ) : null}
    </>
  )
}
