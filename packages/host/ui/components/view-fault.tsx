import { useState } from 'preact/hooks'
import type { ViewFault } from '../../src/api/host-state.ts'
import { Icon } from './icon.tsx'

/** What the view says is wrong in it, where in its sources, until it takes that back, is loaded anew, or the person has seen enough. */
export function FaultNotice({ fault }: { fault: ViewFault }) {
  const [seenAt, setSeenAt] = useState(0)
  if (seenAt === fault.at) return null
  const { message, file, line, column, source, stack } = fault
  const place = [file, line, column].filter((part) => part !== null).join(':')
  return (
    <div class="notice" data-tone="error" role="alert">
      <Icon name="cross" />
      <div>
        <p class="notice-title">Error in the view</p>
        {place === '' ? null : <p class="mono notice-message">{place}</p>}
        <p class="mono notice-message">{message}</p>
        {source === null ? null : <pre class="notice-source">{source}</pre>}
        {stack === null ? null : (
          <details>
            <summary>Stack</summary>
            <pre class="notice-source">{stack}</pre>
          </details>
        )}
        <button type="button" class="button small" onClick={() => setSeenAt(fault.at)}>
          Dismiss
        </button>
      </div>
    </div>
  )
}
