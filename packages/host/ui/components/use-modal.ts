import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface ModalDialog {
  ref: RefObject<HTMLDialogElement | null>
  /** Closes it before it goes away, so that the browser gives the focus back to where it was; shows it again when the answer did not arrive. */
  answer(send: () => Promise<{ ok: boolean }>): Promise<void>
}

/** A dialog that is shown when it comes, and answered once. */
export function useModal(): ModalDialog {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => showDialog(ref.current), [])
  return {
    ref,
    async answer(send) {
      ref.current?.close()
      const { ok } = await send()
      if (!ok) ref.current?.showModal()
    },
  }
}

/** Shows a dialog; the returned function, for its end, gives the focus back where the question went away by itself: a dialog that is taken out does not. */
export function showDialog(dialog: HTMLDialogElement | null): () => void {
  const before = document.activeElement
  dialog?.showModal()
  return () => {
    if (dialog?.open && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
}
