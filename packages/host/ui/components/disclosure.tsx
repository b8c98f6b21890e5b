import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

export interface DisclosureProps {
  /** Class of the wrapper. */
  class?: string
  /** What the button says; `label` replaces it for assistive technology where it is only an icon. */
  summary: ComponentChildren
  label?: string
  children: ComponentChildren
}

/** A button with a small panel under it. Escape, a click elsewhere and focus leaving close it; Escape gives the focus back. */
export function Disclosure({ class: className = '', summary, label, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false)
  const panelId = useId()
  const wrapper = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!isOpen) return
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && wrapper.current?.contains(event.target) === false) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [isOpen])

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !isOpen) return
    event.stopPropagation()
    setOpen(false)
    button.current?.focus()
  }

  return (
    <div class={`disclosure ${className}`} ref={wrapper} onKeyDown={closeOnEscape}>
      <button
        ref={button}
        type="button"
        class="chip"
        aria-expanded={isOpen}
        aria-controls={panelId}
        aria-label={label}
        onClick={() => setOpen(!isOpen)}
      >
        {summary}
      </button>
      <div id={panelId} class="disclosure-panel" hidden={!isOpen}>
        {children}
      </div>
    </div>
  )
}
