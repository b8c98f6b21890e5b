import type { CspViolation, Instance } from '../../src/api/host-state.ts'
import { CopyButton } from './copy-button.tsx'
import { chosenView, NoViewYet, ViewChoice } from './view-choice.tsx'

/** What a view asked of whom, what its policy blocked, and what it declares without need. */
export function NetworkPanel({ instances, chosenId }: { instances: readonly Instance[]; chosenId: string | null }) {
  const instance = chosenView(instances, chosenId)
  if (instance === undefined) return <NoViewYet />
  return (
    <>
      <ViewChoice instances={instances} chosen={instance} />
      <p class="quiet">{policyWords(instance)}</p>
      <Blocked violations={instance.violations} />
      <Asked instance={instance} />
      <Declared instance={instance} />
    </>
  )
}

function policyWords({ isCspDeclared, isPermissive }: Instance): string {
  if (isCspDeclared) return 'Its resource declares a content security policy, and it is held to exactly that.'
  if (isPermissive) return 'Its resource declares no content security policy. It runs open here, by your settings; ChatGPT may block it.'
  return 'Its resource declares no content security policy, so it reaches nothing but itself.'
}

function Blocked({ violations }: { violations: readonly CspViolation[] }) {
  return (
    <section>
      <h2 class="panel-title">Blocked by its policy</h2>
      {violations.length === 0 ? <p class="quiet">Nothing was blocked.</p> : null}
      <ul class="findings">
        {withCounts(violations).map(({ violation, count }) => (
          <li key={`${violation.directive} ${violation.blockedUrl}`} class="finding" data-level="error">
            <p class="mono">
              {violation.directive} · {violation.blockedUrl}
              {count === 1 ? null : <span class="quiet"> ×{count}</span>}
            </p>
            {violation.fixes.standard === null && violation.fixes.openai === null ? <p class="quiet">{violation.hint}</p> : null}
            <FixLine label="MCP Apps" line={violation.fixes.standard} />
            <FixLine label="OpenAI" line={violation.fixes.openai} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function FixLine({ label, line }: { label: string; line: string | null }) {
  if (line === null) return null
  return (
    <div class="fix-line">
      <span class="quiet">{label}</span>
      <code>{line}</code>
      <CopyButton label={`Copy the line for ${label}`} text={line} />
    </div>
  )
}

function Asked({ instance: { network } }: { instance: Instance }) {
  return (
    <section>
      <h2 class="panel-title">Asked</h2>
      {network.length === 0 ? (
        <p class="quiet">It asked nobody but its own origin.</p>
      ) : (
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Origin</th>
              <th scope="col">By</th>
              <th scope="col" class="number">
                Times
              </th>
              <th scope="col" class="number">
                Unreadable
              </th>
            </tr>
          </thead>
          <tbody>
            {network.map(({ origin, kind, count, failed }) => (
              <tr key={`${origin} ${kind}`} data-level={failed > 0 ? 'error' : undefined}>
                <td class="mono">{origin}</td>
                <td>{kind}</td>
                <td class="number">{count}</td>
                <td class="number">{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Declared({ instance: { unusedDeclarations, rejectedSources } }: { instance: Instance }) {
  if (unusedDeclarations.length === 0 && rejectedSources.length === 0) return null
  return (
    <section>
      <h2 class="panel-title">Declared</h2>
      <ul class="findings">
        {rejectedSources.map(({ field, entry, reason }) => (
          <li key={`${field} ${entry}`} class="finding" data-level="warning">
            <p class="mono">
              {field}: {entry}
            </p>
            <p class="quiet">Left out: it {reason}.</p>
          </li>
        ))}
        {unusedDeclarations.map(({ field, source }) => (
          <li key={`${field} ${source}`} class="finding">
            <p class="mono">
              {field}: {source}
            </p>
            <p class="quiet">Not needed so far. Reviewers want a list without spares.</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same block again and again is one line. */
function withCounts(violations: readonly CspViolation[]): Array<{ violation: CspViolation; count: number }> {
  const lines = new Map<string, { violation: CspViolation; count: number }>()
  for (const violation of violations) {
    const key = `${violation.directive} ${violation.blockedUrl}`
    lines.set(key, { violation, count: (lines.get(key)?.count ?? 0) + 1 })
  }
  return [...lines.values()]
}
