import { useEffect, useRef, useState } from 'preact/hooks'
import type { Instance, ToolEntry } from '../../src/api/host-state.ts'
import { firstFailing, isBlank, viewChecks } from '../../src/core/view-gates/view-checks.ts'
import { usePage } from '../store/page.ts'
import { useNow } from '../store/use-now.ts'
import { CheckWords } from './check-list.tsx'

/** Under a view with nothing to see: the gate that failed, and the way to all of them. A frame off the screen never paints, so only one on it is blamed. */
export function BlankCheck({ entry, instance }: { entry: ToolEntry; instance: Instance }) {
  const isOpen = instance.phase !== 'closed' && instance.phase !== 'closing' && instance.phase !== 'lost'
  return isOpen && isBlank(instance) ? <Blank entry={entry} instance={instance} /> : null
}

function Blank({ entry, instance }: { entry: ToolEntry; instance: Instance }) {
  const page = usePage()
  const place = useRef<HTMLDivElement>(null)
  const [isOnScreen, setOnScreen] = useState(false)
  const now = useNow(isOnScreen)
  const failing = firstFailing(viewChecks({ entry, instance, tool: null, now }))

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new IntersectionObserver(([seen]) => setOnScreen(seen?.isIntersecting === true))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const showAll = (): void => page.dispatch({ type: 'inspector', change: { isOpen: true, tab: 'checks', instanceId: instance.id } })
  return (
    <div ref={place} class="blank-check">
      {failing === null || !isOnScreen ? null : (
        <>
          {instance.mountFailure === null ? (
            <div role="status">
              <p class="notice-title">Nothing to see yet</p>
              <CheckWords check={failing} />
            </div>
          ) : null}
          <button type="button" class="link-button" onClick={showAll}>
            Show all checks
          </button>
        </>
      )}
    </div>
  )
}
