import type { Instance } from '../../src/api/host-state.ts'
import { mountFailureWords } from '../../src/page/words.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'

/** The frame is on another page; only a new frame helps. */
export function LostView({ instance }: { instance: Instance }) {
  const page = usePage()
  return (
    <div class="notice" data-tone="warning">
      <Icon name="alert" />
      <div>
        <p class="notice-title">The view left its page</p>
        <p class="quiet">It navigated somewhere else, which a host does not allow. Use ui/open-link or openExternal for links.</p>
        <button type="button" class="button small" onClick={() => void page.runFor('/api/instances/:id/remount', instance.id, {})}>
          <Icon name="retry" /> Load the view again
        </button>
      </div>
    </div>
  )
}

/** Why there is no frame at all, and what the app's author can do. */
export function MountFailure({ failure }: { failure: NonNullable<Instance['mountFailure']> }) {
  const { title, advice } = mountFailureWords(failure.gate)
  return (
    <div class="notice" data-tone="error">
      <Icon name="cross" />
      <div>
        <p class="notice-title">{title}</p>
        <p class="mono notice-message">{failure.message}</p>
        <p class="quiet">{advice} Every call reads the view anew, so just ask again.</p>
      </div>
    </div>
  )
}
