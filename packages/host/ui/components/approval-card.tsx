import { useState } from 'preact/hooks'
import type { ToolEntry } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'
import { JsonBlock } from './json-block.tsx'
import { useArrivalFocus } from './use-arrival-focus.ts'

/** Asks before a call that changes something for good: says what will happen, with the exact arguments. Only the two buttons decide, no key does. */
export function ApprovalCard({ entry }: { entry: ToolEntry }) {
  const page = usePage()
  const card = useArrivalFocus(entry)
  const [isSent, setSent] = useState(false)
  const titleId = `approval-${entry.id}`
  const hasInput = Object.keys(entry.input).length > 0

  async function answer(path: '/api/approve' | '/api/decline'): Promise<void> {
    if (isSent) return
    setSent(true)
    const reply = await page.run(path, { entryId: entry.id })
    if (!reply.ok) setSent(false)
  }

  return (
    <div class="ask" role="group" aria-labelledby={titleId} tabIndex={-1} ref={card}>
      <h2 id={titleId}>
        <Icon name="info" /> Allow “{entry.title}”?
      </h2>
      <p>{consequence(entry)}</p>
      {hasInput ? <JsonBlock label="It will be called with" value={entry.input} /> : <p class="quiet">It is called without arguments.</p>}
      <div class="actions">
        <button
          type="button"
          class={`button ${entry.isDestructive ? 'danger' : 'primary'}`}
          aria-disabled={isSent}
          onClick={() => void answer('/api/approve')}
        >
          Approve
        </button>
        <button type="button" class="button" aria-disabled={isSent} onClick={() => void answer('/api/decline')}>
          Decline
        </button>
      </div>
    </div>
  )
}

/** In the subjunctive, because an app that declares nothing is taken for one that could. */
function consequence(entry: ToolEntry): string {
  const what = entry.isDestructive ? 'may change or delete something for good' : 'is about to change something'
  return `The app “${entry.app}” ${what}${entry.isOpenWorld ? ', and may reach beyond its own data' : ''}.`
}
