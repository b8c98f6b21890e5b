import type { Instance } from '../../src/api/host-state.ts'
import { toldContexts } from '../../src/page/told-context.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'

/** What open views told the model for its next turn, each with a way to take it back. */
export function ContextChips({ instances }: { instances: readonly Instance[] }) {
  const page = usePage()
  const told = toldContexts(instances)
  if (told.length === 0) return null

  function remove(instanceId: string): void {
    focusComposer()
    void page.runFor('/api/instances/:id/model-context/remove', instanceId, {})
  }

  return (
    <ul class="file-chips context-chips" aria-label="Told to the model by views">
      {told.map(({ instanceId, view, label }) => (
        <li key={instanceId} class="file-chip">
          <Icon name="info" />
          <span class="file-name" title={`“${view}” told the model: ${label}`}>
            <span class="quiet">{view}:</span> <span dir="auto">{label}</span>
          </span>
          <button
            type="button"
            class="button icon-only small"
            aria-label={`Do not tell the model “${label}” of “${view}”`}
            title="Do not tell the model"
            onClick={() => remove(instanceId)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}
