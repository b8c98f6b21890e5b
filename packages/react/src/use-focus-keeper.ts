import { useEffect, useRef, type RefObject } from 'react'
import { nextRowIndex, type FocusPlace } from './focus-target.ts'

const ROW = '[data-focus-row]'
const CONTROL = 'data-focus-control'
const FOCUSABLE = ':is(button, input, select, textarea):not([disabled]), a[href], [tabindex]'

/**
 * Keeps the focus inside a region whose rows come and go: when the focused control disappears, the same control of the row that took its place
 * gets the focus, else the row before, else the element marked `data-focus-fallback` (a heading with `tabIndex={-1}`).
 * Put the ref on an element that stays, mark rows `data-focus-row`, and their controls `data-focus-control="<what it does>"`.
 */
export function useFocusKeeper<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  useEffect(() => (ref.current === null ? undefined : keepFocus(ref.current)), [])
  return ref
}

/** The effect itself; returns the way to stop. */
function keepFocus(region: HTMLElement): () => void {
  const document = region.ownerDocument
  let last: { element: Element; place: FocusPlace | null } | null = null

  const remember = ({ target }: FocusEvent) => {
    last = target instanceof Element && region.contains(target) ? { element: target, place: placeOf(region, target) } : null
  }
  const forget = ({ relatedTarget, target }: FocusEvent) => {
    if (relatedTarget instanceof Element) return
    // whoever clicks beside everything lets go of the focus; a removed control did not, and neither did a person who only changed windows
    queueMicrotask(() => {
      if (last !== null && last.element === target && isHeld(last.element) && document.hasFocus()) last = null
    })
  }
  const restore = () => {
    if (last === null) return
    const { element, place } = last
    if (isHeld(element)) {
      last = { element, place: placeOf(region, element) }
      return
    }
    if (document.activeElement !== null && document.activeElement !== document.body) return
    last = null
    takeover(region, place)?.focus()
  }
  const removals = new MutationObserver(restore)
  document.addEventListener('focusin', remember)
  region.addEventListener('focusout', forget)
  removals.observe(region, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  return () => {
    document.removeEventListener('focusin', remember)
    region.removeEventListener('focusout', forget)
    removals.disconnect()
  }
}

function isHeld(element: Element): boolean {
  return element.isConnected && !element.hasAttribute('disabled')
}

function placeOf(region: HTMLElement, element: Element): FocusPlace | null {
  const row = element.closest(ROW)
  if (row === null) return null
  return { rowIndex: [...region.querySelectorAll(ROW)].indexOf(row), control: element.closest(`[${CONTROL}]`)?.getAttribute(CONTROL) ?? null }
}

function takeover(region: HTMLElement, place: FocusPlace | null): HTMLElement | null {
  const rows = region.querySelectorAll(ROW)
  const row = place && rows[nextRowIndex(place, rows.length) ?? -1]
  const same = place?.control == null ? null : row?.querySelector<HTMLElement>(`[${CONTROL}="${CSS.escape(place.control)}"]:not([disabled])`)
  return same ?? row?.querySelector<HTMLElement>(FOCUSABLE) ?? region.querySelector<HTMLElement>('[data-focus-fallback]')
}
