import type { HostState } from '../../src/api/host-state.ts'
import { faultCountWords } from '../../src/page/fault-words.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'

/** Stands in the top bar as long as something goes wrong on purpose, so that nobody takes it for their own mistake. */
export function FaultBadge({ faults }: { faults: HostState['faults'] }) {
  const page = usePage()
  if (faults.length === 0) return null
  return (
    <div class="fault-badge" role="group" aria-label="Faults">
      <button type="button" class="chip" onClick={() => page.dispatch({ type: 'inspector', change: { isOpen: true, tab: 'faults' } })}>
        <Icon name="alert" /> {faultCountWords(faults.length)}
      </button>
      <button
        type="button"
        class="button icon-only small"
        aria-label="Switch all faults off"
        title="Switch all faults off"
        onClick={() => void page.run('/api/faults/clear', {})}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
