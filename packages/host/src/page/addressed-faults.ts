import { FAULT_IDS, type FaultId } from '../api/fault-state.ts'

/** The faults that a link into the page names (`/?faults=lose-reply,delay`). A link only prefills: the person switches them on. */
export function addressedFaults(search: string): FaultId[] {
  const named = new Set(new URLSearchParams(search).get('faults')?.split(','))
  return FAULT_IDS.filter((id) => named.has(id))
}
