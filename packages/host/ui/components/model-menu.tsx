import { useId } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { Disclosure } from './disclosure.tsx'
import { Icon } from './icon.tsx'

/** Who answers: named in the top bar, so that nobody takes a script for a language model. */
export function ModelMenu({ host }: { host: HostState }) {
  const page = usePage()
  const name = useId()
  return (
    <Disclosure
      class="model-menu"
      summary={
        <>
          <span class="model-name">{host.model.label}</span> <Icon name="chevron" />
        </>
      }
    >
      <fieldset class="choices">
        <legend>Who answers</legend>
        {host.models.map(({ id, label, detail, isAvailable }) => (
          <label key={id} class="choice">
            <input
              type="radio"
              name={name}
              checked={host.settings.model === id}
              disabled={!isAvailable && host.settings.model !== id}
              onChange={() => void page.run('/api/settings', { model: id })}
            />
            <span>
              <span class="choice-title">{label}</span>
              <span class="choice-detail">{detail}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Disclosure>
  )
}
