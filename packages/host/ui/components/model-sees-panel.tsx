import type { ModelSees, ModelSeesPart } from '../../src/api/host-state.ts'
import { formatTokens } from '../../src/page/format.ts'
import { CopyButton } from './copy-button.tsx'

/** Long and always the same: folded until asked for. */
const FOLDED: ReadonlySet<ModelSeesPart['kind']> = new Set(['instructions', 'tools'])

/** Exactly the text the model is handed, part by part. Nothing is added, shortened or made prettier. */
export function ModelSeesPanel({ sees, locale }: { sees: ModelSees; locale: string }) {
  return (
    <>
      <div class="panel-head">
        <p>
          <strong>At most {formatTokens(sees.totalTokens, locale)}</strong>
          <br />
          <span class="quiet">Everything the model gets for its next step. Every byte counts as a token here, so the true number is lower.</span>
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
              <pre>{part.text}</pre>
            </details>
          </li>
        ))}
      </ol>
    </>
  )
}
