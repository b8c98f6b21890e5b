import { Announcer, useFocusKeeper, useHostActions, useHostContext, useView, useViewState } from '@lockstep/react'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { ErrorCard, Skeleton } from './cards.tsx'
import { useProjectResult, wordsOf, type ProjectOutcome } from './portfolio-tools.ts'
import type { Place } from './project-words.ts'
import { PhotosScreen } from './photos-screen.tsx'
import { StatusScreen } from './status-screen.tsx'
import { StoryScreen } from './story-screen.tsx'
import { useProject } from './use-project.ts'
import { usePhotoUploads } from './use-photo-uploads.ts'
import { useStory } from './use-story.ts'

export type Screen = 'status' | 'story' | 'photos'

/** Where the person is, kept over a reload. */
interface Kept {
  screen?: Screen
}

/** A view that a tool opened on one project: waiting, failed, or the project on one of its screens. */
export function ProjectApp({ start }: { start: Screen }) {
  const result = useProjectResult()
  const { toolInput, isToolCancelled, connection } = useView()
  const asked = toolInput?.['project_id']
  const projectId = result?.data?.project_id ?? (typeof asked === 'string' ? asked : null)
  const isAlone = isToolCancelled || connection === 'standalone'
  return (
    <Page>
      {projectId !== null && (result !== null || isAlone) ? (
        <Project key={projectId} projectId={projectId} brought={result} start={start} />
      ) : result === null && !isAlone ? (
        <Skeleton />
      ) : (
        <ErrorCard message={result?.failure ? wordsOf(result.failure) : 'No project is open. Ask for one in the conversation.'} />
      )}
    </Page>
  )
}

/** What every view of the portfolio stands in: inside the safe area, the focus kept, with a voice. */
export function Page({ children }: { children: ReactNode }) {
  const { safeArea, displayMode } = useHostContext()
  const root = useFocusKeeper<HTMLElement>()
  const { top, right, bottom, left } = safeArea
  const padding = [top, right, bottom, left].map((inset) => `calc(var(--edge) + ${inset}px)`).join(' ')
  return (
    <main className="page" data-mode={displayMode} ref={root} style={{ padding }}>
      {children}
      <Announcer />
    </main>
  )
}

export interface ProjectProps {
  projectId: string
  brought: ProjectOutcome | null
  start: Screen
  /** Leads back to where the project was chosen. */
  onBack?: () => void
}

/** One project. Its screens share what is known of it and the photos on their way. */
export function Project({ projectId, brought, start, onBack }: ProjectProps) {
  const model = useProject(projectId, brought)
  const uploads = usePhotoUploads(projectId, model)
  const [kept, keep] = useViewState<Kept, Record<string, unknown>>({ private: {}, model: {} })
  const { requestDisplayMode } = useHostActions()
  const [goal, setGoal] = useState<Place | null>(null)
  const screen = kept.private.screen ?? start
  const { held, failure } = model
  const story = useStory(projectId, model, screen === 'story')

  const go = useCallback(
    (place: Place) => {
      // a copy, so that the same place asked for again is gone to again
      setGoal({ ...place })
      if (place.screen === 'facts') return keep({ private: { screen: 'status' } })
      keep({ private: { screen: place.screen } })
      // a host may say no: everything works where it is
      requestDisplayMode('fullscreen').catch(() => null)
    },
    [keep, requestDisplayMode],
  )
  const leave = useCallback(() => {
    setGoal(null)
    keep({ private: { screen: 'status' } })
  }, [keep])
  const heading = useRef<HTMLDivElement>(null)
  const [first] = useState(screen)
  const hasMoved = useRef(false)
  useEffect(() => {
    if (screen !== first) hasMoved.current = true
    if (hasMoved.current && (goal === null || goal.screen === 'photos')) heading.current?.querySelector<HTMLElement>('h2')?.focus()
  }, [screen, first, goal])

  if (held === null) {
    return failure === null ? <Skeleton /> : <ErrorCard message={wordsOf(failure)} onRetry={model.refresh} isBusy={model.isLoading} />
  }
  // a tool that was refused says why; the project is there all the same
  const refusal = brought?.failure ?? null
  return (
    <div ref={heading}>
      {onBack === undefined || screen !== 'status' ? null : (
        <button type="button" className="quiet small" onClick={onBack}>
          ‹ All projects
        </button>
      )}
      {refusal === null || screen !== start ? null : (
        <p role="alert" className="notice danger">
          {wordsOf(refusal)}
        </p>
      )}
      {screen === 'photos' ? (
        <PhotosScreen project={held.project} model={model} uploads={uploads} onLeave={leave} />
      ) : screen === 'story' && story !== null ? (
        <StoryScreen project={held.project} story={story} goal={goal} onLeave={leave} />
      ) : (
        <StatusScreen project={held.project} model={model} goal={goal} onGo={go} />
      )}
    </div>
  )
}
