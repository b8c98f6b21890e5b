import { useEffect, useRef } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { reportSurroundings } from '../store/report-surroundings.ts'
import { Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'

/** The conversation and, under it, the composer. A fullscreen view fills the column, and the composer lies over its lower edge. */
export function MainColumn({ host }: { host: HostState }) {
  const page = usePage()
  const main = useRef<HTMLElement>(null)
  const composer = useRef<HTMLDivElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const fullscreen = host.instances.find(
    ({ displayMode, phase, mountFailure }) => displayMode === 'fullscreen' && phase !== 'closed' && mountFailure === null,
  )

  useEffect(() => {
    if (main.current !== null && column.current !== null && composer.current !== null)
      return reportSurroundings(page.api, { main: main.current, column: column.current, composer: composer.current })
    return undefined
  }, [page])

  return (
    <main
      class="main"
      ref={main}
      data-device={host.settings.device}
      data-fullscreen={fullscreen === undefined ? undefined : 'true'}
      style={{ '--covered': `${host.settings.composerHeightPx}px` }}
    >
      <div class="stage" data-fullscreen={fullscreen === undefined ? undefined : 'true'}>
        <Conversation host={host} fullscreenEntryId={fullscreen?.entryId ?? null} columnRef={column} />
      </div>
      <div class="composer-place" ref={composer}>
        <Composer host={host} isUnderView={fullscreen !== undefined} />
      </div>
    </main>
  )
}
