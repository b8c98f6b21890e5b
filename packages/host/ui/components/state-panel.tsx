import { Fragment } from 'preact'
import type { HostState, Instance, ToolCallResult } from '../../src/api/host-state.ts'
import { splitWidgetState } from '../../src/core/widget-state.ts'
import { viewPhaseWords } from '../../src/page/words.ts'
import { JsonBlock } from './json-block.tsx'
import { chosenView, NoViewYet, ViewChoice } from './view-choice.tsx'

/** The four places a view's data lives, side by side: who keeps it and who can see it. */
export function StatePanel({ host, chosenId }: { host: HostState; chosenId: string | null }) {
  const instance = chosenView(host.instances, chosenId)
  if (instance === undefined) return <NoViewYet />
  const entry = host.conversation.entries.find(({ id }) => id === instance.entryId)
  const result = entry?.kind === 'tool' ? entry.result : null
  return (
    <>
      <ViewChoice instances={host.instances} chosen={instance} />
      <div class="state-homes">
        <ServerHome result={result} />
        <ModelHome instance={instance} />
        <PrivateHome state={instance.widgetState} />
        <EphemeralHome instance={instance} />
      </div>
      <Facts instance={instance} />
    </>
  )
}

function ServerHome({ result }: { result: ToolCallResult | null }) {
  return (
    <section class="state-home" aria-label="Server">
      <h2 class="panel-title">Server</h2>
      <p class="quiet">What its tool answered. The truth lives there; this is a copy.</p>
      {result === null ? <p class="quiet">No answer yet.</p> : null}
      {result?.structuredContent === undefined ? null : (
        <JsonBlock label="structuredContent" note="the model sees it" value={result.structuredContent} />
      )}
      {result?._meta === undefined ? null : <JsonBlock label="_meta" note="only the view sees it" value={result._meta} />}
    </section>
  )
}

function ModelHome({ instance: { widgetState, modelContext } }: { instance: Instance }) {
  const { modelContent, imageIds } = splitWidgetState(widgetState)
  const isWhole = modelContent !== null && modelContent === widgetState
  return (
    <section class="state-home" aria-label="Model">
      <h2 class="panel-title">Model</h2>
      <p class="quiet">What the view tells the model beyond the answer.</p>
      {modelContent === null && imageIds.length === 0 && modelContext === null ? <p class="quiet">Nothing.</p> : null}
      {modelContent === null ? null : (
        <JsonBlock
          label={isWhole ? 'widgetState' : 'modelContent'}
          note={isWhole ? 'one piece: the model sees all of it' : 'of its widgetState'}
          value={modelContent}
        />
      )}
      {imageIds.length === 0 ? null : <JsonBlock label="imageIds" note="of its widgetState" value={imageIds} />}
      {modelContext === null ? null : <JsonBlock label="Model context" note="its newest ui/update-model-context" value={modelContext} />}
    </section>
  )
}

function PrivateHome({ state }: { state: Instance['widgetState'] }) {
  const hasPrivate = state !== null && state['privateContent'] !== undefined
  return (
    <section class="state-home" aria-label="Private">
      <h2 class="panel-title">Private</h2>
      <p class="quiet">What the host keeps for the view alone, over a reload.</p>
      {hasPrivate ? (
        <JsonBlock label="privateContent" note="the model never sees it" value={state['privateContent']} />
      ) : (
        <p class="quiet">Nothing.</p>
      )}
    </section>
  )
}

function EphemeralHome({ instance }: { instance: Instance }) {
  const { heightPx, displayMode, steps, facts } = instance
  const lines: Array<[string, string]> = [
    ['Display mode', displayMode],
    ['Height', heightPx === 0 ? 'not said yet' : `${heightPx} px`],
    ['Loaded', steps.mounts === 1 ? 'once' : `${steps.mounts} times`],
    ['First paint', facts === null || facts.firstPaintMs === null ? 'not yet' : `after ${facts.firstPaintMs} ms`],
  ]
  return (
    <section class="state-home" aria-label="Ephemeral">
      <h2 class="panel-title">Ephemeral</h2>
      <p class="quiet">Scroll, focus, half-typed text: in the frame alone. The host cannot see it, and a reload loses it.</p>
      <FactList facts={lines} />
    </section>
  )
}

function Facts({ instance }: { instance: Instance }) {
  return (
    <FactList
      facts={[
        ['Tool', `${instance.toolName} of ${instance.app}`],
        ['Phase', viewPhaseWords(instance)],
        ['Resource', instance.resourceUri],
        ['Widget session', instance.id],
        ['Outer frame', instance.outerOrigin],
        ['Inner frame', instance.innerOrigin],
      ]}
    />
  )
}

function FactList({ facts }: { facts: ReadonlyArray<readonly [term: string, value: string]> }) {
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
