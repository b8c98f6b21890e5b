import type { Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'

/** What is out of the ordinary about how a view is shown, in few words; nothing when all is as in ChatGPT. */
export function ViewBadges({ instance: { id, isPermissive, template, steps } }: { instance: Instance }) {
  const page = usePage()
  return (
    <>
      {steps.mounts > 1 ? (
        <span class="view-badge" title="How often its document was loaded">
          loaded {steps.mounts} times
        </span>
      ) : null}
      {isPermissive ? (
        <span class="view-badge" data-tone="warning" title="It declares no CSP and runs without one here; ChatGPT may block what it loads">
          open CSP
        </span>
      ) : null}
      {template?.isStale === true ? (
        <button
          type="button"
          class="button small view-badge"
          data-tone="warning"
          title="The server gives another document by now; ChatGPT may show the old one for an hour"
          onClick={() => void page.runFor('/api/instances/:id/refresh-template', id, {})}
        >
          old document: load the new one
        </button>
      ) : null}
    </>
  )
}
