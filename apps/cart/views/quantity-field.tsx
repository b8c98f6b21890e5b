import { useEffect, useRef, useState, type FocusEvent, type FormEvent, type KeyboardEvent } from 'react'
import { readQuantityDraft } from './quantity-draft.ts'

/** Milliseconds without a keystroke after which a typed number counts. */
const PAUSE_MS = 800

interface QuantityFieldProps {
  /** Names the line to a screen reader. */
  label: string
  quantity: number
  cap: number
  onQuantity: (quantity: number) => void
  /** Why the last typed text was not taken; null = nothing to complain of. Stable. */
  onComplaint: (reason: string | null) => void
  /** Id of the element that shows the complaint; null while there is none. */
  complaintId: string | null
}

/** A quantity that can be typed. The draft is this field's own, so that a keystroke draws this field and nothing else. */
export function QuantityField({ label, quantity, cap, onQuantity, onComplaint, complaintId }: QuantityFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(pause.current), [])

  const commit = (typed: string) => {
    clearTimeout(pause.current)
    const read = readQuantityDraft(typed, cap)
    setDraft(null)
    onComplaint(read.kind === 'invalid' ? read.reason : null)
    if (read.kind === 'quantity' && read.quantity !== quantity) onQuantity(read.quantity)
  }
  const onInput = (event: FormEvent<HTMLInputElement>) => {
    const typed = event.currentTarget.value
    clearTimeout(pause.current)
    setDraft(typed)
    onComplaint(null)
    const read = readQuantityDraft(typed, cap)
    // a pause is no decision to remove a line or to have written nonsense: those wait for Enter or for leaving the field
    if (read.kind === 'quantity' && read.quantity > 0) pause.current = setTimeout(() => commit(typed), PAUSE_MS)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && draft !== null) commit(draft)
    if (event.key !== 'Escape') return
    clearTimeout(pause.current)
    setDraft(null)
    onComplaint(null)
  }

  return (
    <input
      className="quantity"
      data-focus-control="quantity"
      type="text"
      inputMode="numeric"
      autoComplete="off"
      aria-label={`Quantity of ${label}`}
      aria-invalid={complaintId === null ? undefined : true}
      aria-describedby={complaintId ?? undefined}
      value={draft ?? String(quantity)}
      onInput={onInput}
      onKeyDown={onKeyDown}
      onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
      onBlur={() => draft !== null && commit(draft)}
    />
  )
}
