import { DEFAULT_VIEW_HEIGHT_PX, type Instance } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'

/** The place of a view whose frame was taken out, as high as that was: it comes back, with its state, when it is scrolled to or asked for. */
export function ParkedView({ instance: { id, title, heightPx } }: { instance: Instance }) {
  const page = usePage()
  return (
    <div class="view-parked" style={{ '--view-height': `${heightPx || DEFAULT_VIEW_HEIGHT_PX}px` }}>
      <p>“{title}” rests: only a few views run at once. Its state is kept.</p>
      <button type="button" class="button small" onClick={() => page.dispatch({ type: 'view-seen', instanceId: id })}>
        Show
      </button>
    </div>
  )
}
