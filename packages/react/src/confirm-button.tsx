import { useId, useLayoutEffect, useRef, useState, type ButtonHTMLAttributes, type KeyboardEvent, type ReactNode } from 'react'

export interface ConfirmButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'type'> {
  children: ReactNode
  /** What is asked, with what will be lost: "Empty the cart of 3 items?" */
  question: string
  /** The verb, never "OK": "Empty cart". */
  confirmLabel: string
  /** Default "Cancel". */
  cancelLabel?: string
  onConfirm: () => void | Promise<void>
}

/**
 * A button that asks once more, in place: sandboxed frames have no `confirm()`, and a dialog would cover the conversation.
 * Opening puts the focus on the way out, Escape or leaving takes it, and the focus comes back to the button when it is over.
 */
export function ConfirmButton({ children, question, confirmLabel, cancelLabel = 'Cancel', onConfirm, className, ...rest }: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false)
  const questionId = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  const wasAsking = useRef(false)

  // before the next key can come: an Escape in the first frame must find the question
  useLayoutEffect(() => {
    if (isAsking) cancel.current?.focus()
    else if (wasAsking.current) trigger.current?.focus()
    wasAsking.current = isAsking
  }, [isAsking])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    setAsking(false)
  }
  const confirm = () => {
    setAsking(false)
    void onConfirm()
  }

  if (!isAsking) {
    return (
      <button {...rest} type="button" className={className} ref={trigger} onClick={() => setAsking(true)}>
        {children}
      </button>
    )
  }
  return (
    <div role="group" aria-labelledby={questionId} className="confirm" onKeyDown={onKeyDown}>
      <span id={questionId} className="confirm-question">
        {question}
      </span>
      <button type="button" className="confirm-no" ref={cancel} onClick={() => setAsking(false)}>
        {cancelLabel}
      </button>
      <button type="button" className="confirm-yes" onClick={confirm}>
        {confirmLabel}
      </button>
    </div>
  )
}
