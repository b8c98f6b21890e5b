import { Fragment } from 'preact'
import type { Instance } from '../../src/api/host-state.ts'
import { viewPhaseWords } from '../../src/page/words.ts'
import { usePage } from '../store/page.ts'
import { JsonBlock } from './json-block.tsx'

/** What the host keeps for one view, with the half the model sees beside the half it never does. */
export function StatePanel({ instances, chosenId }: { instances: Instance[]; chosenId: string | null }) {
  const page = usePage()
  const instance = instances.find(({ id }) => id === chosenId) ?? instances.at(-1)
  if (instance === undefined) return <p class="quiet">No view yet. Views appear when a tool with one is called.</p>
  return (
    <>
      {instances.length === 1 ? null : (
        <label class="select block">
          <span>View</span>
          <select value={instance.id} onChange={(event) => page.dispatch({ type: 'inspector', change: { instanceId: event.currentTarget.value } })}>
            {instances.map((each, index) => (
              <option key={each.id} value={each.id}>
                {index + 1}. {each.title} ({viewPhaseWords(each).toLowerCase()})
              </option>
            ))}
          </select>
        </label>
      )}
      <WidgetState state={instance.widgetState} />
      <JsonBlock label="Model context" note="the view’s newest ui/update-model-context" value={instance.modelContext ?? 'none'} />
      <Facts instance={instance} />
      <Violations instance={instance} />
    </>
  )
}

function WidgetState({ state }: { state: Instance['widgetState'] }) {
  if (state === null) return <p class="quiet">The view has kept no widgetState.</p>
  const { modelContent, privateContent, imageIds } = state
  const isSplit = modelContent !== undefined || privateContent !== undefined
  if (!isSplit) return <JsonBlock label="widgetState" note="one piece: the model sees all of it" value={state} />
  return (
    <>
      <div class="halves">
        <JsonBlock label="modelContent" note="the model sees it" value={modelContent ?? null} />
        <JsonBlock label="privateContent" note="only the view sees it" value={privateContent ?? null} />
      </div>
      {Array.isArray(imageIds) && imageIds.length > 0 ? <JsonBlock label="imageIds" note="the model sees them" value={imageIds} /> : null}
    </>
  )
}

function Facts({ instance }: { instance: Instance }) {
  const facts = [
    ['Tool', `${instance.toolName} of ${instance.app}`],
    ['Phase', viewPhaseWords(instance)],
    ['Display mode', instance.displayMode],
    ['Widget session', instance.id],
    ['Outer frame', instance.outerOrigin],
    ['Inner frame', instance.innerOrigin],
  ]
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd class="mono">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

function Violations({ instance }: { instance: Instance }) {
  if (instance.violations.length === 0) return <p class="quiet">Nothing was blocked by its content security policy.</p>
  return (
    <section>
      <h2 class="panel-title">Blocked by its content security policy</h2>
      <ul class="violations">
        {instance.violations.map((violation, index) => (
          <li key={index}>
            <p class="mono">
              {violation.directive} · {violation.blockedUrl}
            </p>
            <p class="quiet">{violation.hint}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
