import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { BarButton } from './view-bar.tsx'
import { LostView } from './view-failure.tsx'
import { FaultNotice } from './view-fault.tsx'
import { ViewFrame } from './view-frame.tsx'

/** A view in a dialog of the host (`requestModal`): everything else rests until it is closed, then the focus goes back to where it was. */
export function ModalView({ instance, title }: { instance: Instance; title: string }) {
  const page = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  // A frame that begins in a hidden dialog has no width, and its view would measure itself in that.
  const [isOpen, setOpen] = useState(false)
  const { id, modal, app } = instance

  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    setOpen(true)
    return () => {
      element?.close()
      // The browser gives the focus back to elements, but not to a frame.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  const close = (): void => void page.runFor('/api/instances/:id/close', id, {})
  return (
    <dialog
      ref={dialog}
      class="modal-view"
      aria-labelledby={`modal-${id}`}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
    >
      <div class="modal-bar">
        <h2 id={`modal-${id}`}>{modal?.title ?? title}</h2>
        <span class="view-badge">{app}</span>
        <BarButton label="Close the dialog" icon="close" onClick={close} />
      </div>
      {instance.fault === null ? null : <FaultNotice fault={instance.fault} />}
      {instance.phase === 'lost' ? <LostView instance={instance} /> : null}
      {isOpen && instance.phase !== 'lost' ? <ViewFrame key={`${id}:${instance.frameKey}`} instance={instance} title={title} /> : null}
    </dialog>
  )
}
