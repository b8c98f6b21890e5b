import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ToolEntry } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'

/**
 * Moves the focus to a card that has just begun to wait for the person, and back to the message field when it is answered.
 * A person who is typing keeps the focus; the live region tells them.
 */
export function useArrivalFocus(entry: ToolEntry): RefObject<HTMLDivElement | null> {
  const page = usePage()
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = card.current
    if (element === null) return
    if (page.store.getState().askingEntryId === entry.id && !isTyping(document.activeElement)) element.focus()
    // By the time the card is gone, the browser has dropped its focus to the body: whether it had it must be known before.
    let hadFocus = element.contains(document.activeElement)
    const gain = (): void => {
      hadFocus = true
    }
    const lose = (event: FocusEvent): void => {
      if (event.relatedTarget instanceof Node && !element.contains(event.relatedTarget)) hadFocus = false
    }
    element.addEventListener('focusin', gain)
    element.addEventListener('focusout', lose)
    return () => {
      const isLost = document.activeElement === document.body || element.contains(document.activeElement)
      if (hadFocus && isLost) focusComposer()
    }
  }, [page.store, entry.id])
  return card
}

function isTyping(element: Element | null): boolean {
  return (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) && element.value !== ''
}
