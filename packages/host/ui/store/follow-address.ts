import { addressedFaults } from '../../src/page/addressed-faults.ts'
import { readAddress } from '../../src/page/read-address.ts'
import type { Page } from './page.ts'

/** Hands a link into the host over to the backend, and takes it out of the address, so that a reload does not follow it again. */
export function followAddress(page: Page): void {
  const call = readAddress(window.location.search)
  const linkedFaults = addressedFaults(window.location.search)
  if (call === null && linkedFaults.length === 0) return
  window.history.replaceState(null, '', window.location.pathname)
  if (linkedFaults.length > 0) page.dispatch({ type: 'inspector', change: { isOpen: true, tab: 'faults', linkedFaults } })
  if (call !== null) void page.run('/api/deep-link', call)
}
