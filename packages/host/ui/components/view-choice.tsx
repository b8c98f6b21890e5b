import type { Instance } from '../../src/api/host-state.ts'
import { viewPhaseWords } from '../../src/page/words.ts'
import { usePage } from '../store/page.ts'

/** The view that the inspector looks at: the chosen one, else the newest. */
export function chosenView(instances: readonly Instance[], chosenId: string | null): Instance | undefined {
  return instances.find(({ id }) => id === chosenId) ?? instances.at(-1)
}

/** Chooses among several views; with one there is nothing to choose. */
export function ViewChoice({ instances, chosen }: { instances: readonly Instance[]; chosen: Instance }) {
  const page = usePage()
  if (instances.length === 1) return null
  return (
    <label class="select block">
      <span>View</span>
      <select value={chosen.id} onChange={(event) => page.dispatch({ type: 'inspector', change: { instanceId: event.currentTarget.value } })}>
        {instances.map((each, index) => (
          <option key={each.id} value={each.id}>
            {index + 1}. {each.title} ({viewPhaseWords(each).toLowerCase()})
          </option>
        ))}
      </select>
    </label>
  )
}

export function NoViewYet() {
  return <p class="quiet">No view yet. Views appear when a tool with one is called.</p>
}
