import { useEffect, useRef, type ReactNode } from 'react'
import type { Modal } from './use-modal.ts'

export interface ModalDialogProps {
  modal: Pick<Modal, 'request' | 'close'>
  /** The dialog's name. Default: the request's title. */
  label?: string
  className?: string
  /** Drawn while it is open; a way to close it belongs to it. */
  children: ReactNode
}

/**
 * The view's own dialog, where the host has none. The browser keeps the focus inside, closes it on Escape and gives the focus back to what opened it.
 * A frame that is lower than the dialog grows while it is open.
 */
export function ModalDialog({ modal, label, className, children }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { request, close } = modal
  const isOpen = request !== null

  useEffect(() => {
    const element = dialog.current
    if (element === null) return undefined
    element.addEventListener('close', close)
    return () => element.removeEventListener('close', close)
  }, [close])
  useEffect(() => {
    const element = dialog.current
    if (element === null || !isOpen) return undefined
    // gone from the page meanwhile, it could not be opened
    if (!element.open && element.isConnected) element.showModal()
    const giveBack = makeRoom(element)
    return () => {
      giveBack()
      element.close()
    }
  }, [isOpen])

  return (
    <dialog ref={dialog} aria-label={label ?? request?.title} className={className}>
      {isOpen ? children : null}
    </dialog>
  )
}

/** What lies on top of a document has no share in its height, and the host sizes the frame by that. */
function makeRoom(element: HTMLElement): () => void {
  const { style } = element.ownerDocument.documentElement
  const before = style.minHeight
  style.minHeight = `${element.offsetHeight}px`
  return () => {
    style.minHeight = before
  }
}
