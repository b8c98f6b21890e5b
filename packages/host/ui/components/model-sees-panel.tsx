import type { ModelSees, ModelSeesPart } from '../../src/api/host-state.ts'
import { formatTokens } from '../../src/page/format.ts'
import { readableJson } from '../../src/page/readable-json.ts'
import { CopyButton } from './copy-button.tsx'

/** Long and always the same: folded until asked for. */
const FOLDED: ReadonlySet<ModelSeesPart['kind']> = new Set(['instructions', 'tools'])

/** The text the model is handed, part by part, with line breaks for reading; copied, it is exactly that text. Nothing is left out. */
export function ModelSeesPanel({ sees, locale }: { sees: ModelSees; locale: string }) {
  return (
    <>
      <div class="panel-head">
        <p>
          <strong>At most {formatTokens(sees.totalTokens, locale)}</strong>
          <br />
          <span class="quiet">
            Everything the model gets for its next step, line breaks aside. Counted as one token per byte, the most it can be; a real model counts
            fewer.
          </span>
        </p>
        <CopyButton label="Copy all that the model sees" text={sees.parts.map((part) => `# ${part.title}\n${part.text}`).join('\n\n')} />
      </div>
      {sees.parts.length === 0 ? <p class="quiet">Nothing yet.</p> : null}
      <ol class="parts">
        {sees.parts.map((part) => (
          <li key={part.id}>
            <details class="part" data-kind={part.kind} open={!FOLDED.has(part.kind)}>
              <summary>
                <span class="part-title">{part.title}</span>
                <span class="quiet">≤ {formatTokens(part.tokens, locale)}</span>
              </summary>
              <pre>{readableJson(part.text)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </>
  )
}
