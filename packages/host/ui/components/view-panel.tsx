import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { LostView, MountFailure } from './view-failure.tsx'
import { FaultNotice } from './view-fault.tsx'
import { ViewBar } from './view-bar.tsx'
import { ViewFrame } from './view-frame.tsx'

/** A view with the host's own controls above it. Its frame keeps its place in the document whatever the display mode: moving it would reload it. */
export function ViewPanel({ instance, title }: { instance: Instance; title: string }) {
  const page = usePage()
  const { id, mountFailure, phase, displayMode } = instance
  if (mountFailure !== null) return <MountFailure failure={mountFailure} />
  if (phase === 'closed') return <p class="view-note">The view of “{instance.title}” was closed.</p>
  return (
    <div
      role="group"
      class="view"
      data-mode={displayMode}
      data-border={instance.prefersBorder}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && displayMode !== 'inline') void page.runFor('/api/instances/:id/display-mode', id, { mode: 'inline' })
      }}
    >
      <ViewBar instance={instance} />
      {instance.fault === null ? null : <FaultNotice fault={instance.fault} />}
      {phase === 'lost' ? <LostView instance={instance} /> : <ViewFrame key={`${id}:${instance.frameKey}`} instance={instance} title={title} />}
    </div>
  )
}
