import { useEffect, useRef } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { reportSurroundings } from '../store/report-surroundings.ts'
import { Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'

/** The conversation and, under it, the composer. A fullscreen view fills `.stage`, so the composer stays in reach. */
export function MainColumn({ host }: { host: HostState }) {
  const page = usePage()
  const stage = useRef<HTMLDivElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const fullscreen = host.instances.find(
    ({ displayMode, phase, mountFailure }) => displayMode === 'fullscreen' && phase !== 'closed' && mountFailure === null,
  )

  useEffect(() => {
    if (stage.current !== null && column.current !== null) return reportSurroundings(page.api, stage.current, column.current)
    return undefined
  }, [page])

  return (
    <main class="main">
      <div class="stage" ref={stage} data-fullscreen={fullscreen === undefined ? undefined : 'true'}>
        <Conversation host={host} fullscreenEntryId={fullscreen?.entryId ?? null} columnRef={column} />
      </div>
      <Composer host={host} isUnderView={fullscreen !== undefined} />
    </main>
  )
}
