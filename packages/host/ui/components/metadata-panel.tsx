import type { DeclaredValue, MetadataFinding, MetadataItem } from '../../src/api/host-state.ts'
import { prettyJson } from '../../src/page/format.ts'
import { useReading } from '../store/use-reading.ts'
import { Icon } from './icon.tsx'

/** What every app declares of its tools and views, in both dialects, and what is missing or disagrees. */
export function MetadataPanel() {
  const [reply, readAgain] = useReading('/api/metadata')
  if (reply === null) return <p class="quiet">Asking the servers…</p>
  if (!reply.ok) return <p class="quiet">{reply.failure.message}</p>
  return (
    <>
      <div class="panel-head">
        <p class="quiet">As the servers declare it now: the words of MCP Apps first, those of OpenAI beside them.</p>
        <button type="button" class="button small" onClick={readAgain}>
          <Icon name="retry" /> Read again
        </button>
      </div>
      {reply.answer.apps.map(({ app, tools, resources }) => (
        <section key={app} class="metadata-app">
          <h2 class="panel-title">{app}</h2>
          <ItemList label="Tools" items={tools} />
          <ItemList label="Views" items={resources} />
        </section>
      ))}
    </>
  )
}

function ItemList({ label, items }: { label: string; items: readonly MetadataItem[] }) {
  return (
    <>
      <h3 class="metadata-kind">
        {label} <span class="quiet">{items.length}</span>
      </h3>
      <ul class="parts">
        {items.map((item) => (
          <li key={item.name}>
            <details class="part">
              <summary>
                <span class="part-title mono">{item.name}</span>
                <span class="quiet">{countWords(item.findings)}</span>
              </summary>
              <ItemBody item={item} />
            </details>
          </li>
        ))}
      </ul>
    </>
  )
}

function ItemBody({ item: { rows, findings, raw } }: { item: MetadataItem }) {
  return (
    <div class="metadata-body">
      {findings.length === 0 ? null : (
        <ul class="findings">
          {findings.map(({ rule, level, message }) => (
            <li key={`${rule} ${message}`} class="finding" data-level={level}>
              <p>{message}</p>
              <p class="quiet">
                {level} · {rule}
              </p>
            </li>
          ))}
        </ul>
      )}
      <dl class="dialects">
        {rows.map(({ meaning, standard, openai, isConflict }) => (
          <div key={meaning} class="dialect-row" data-conflict={isConflict}>
            <dt>
              {meaning}
              {isConflict ? <span class="check-detail"> disagree</span> : null}
            </dt>
            <Declared value={standard} />
            <Declared value={openai} />
          </div>
        ))}
      </dl>
      <details>
        <summary class="quiet">As the server sent it</summary>
        <pre>{prettyJson(raw)}</pre>
      </details>
    </div>
  )
}

/** What one dialect says; nothing where it has no word for it. */
function Declared({ value: { key, value } }: { value: DeclaredValue }) {
  if (key === null) return null
  return (
    <dd>
      <span class="mono quiet">{key}</span>
      <span class="mono">{value ?? 'not declared'}</span>
    </dd>
  )
}

function countWords(findings: readonly MetadataFinding[]): string {
  const of = (level: MetadataFinding['level']): number => findings.filter((finding) => finding.level === level).length
  const words = [
    [of('error'), 'error', 'errors'],
    [of('warning'), 'warning', 'warnings'],
    [of('advice'), 'hint', 'hints'],
  ] as const
  const said = words.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]))
  return said.length === 0 ? 'nothing to find' : said.join(', ')
}
