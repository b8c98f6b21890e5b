import { DOCUMENT_META } from '@lockstep/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ToolFailure, WriteState } from '@lockstep/react'
import type { ApiProject } from '../shared/api-types.ts'
import type { ProjectPrivate } from '../shared/tool-types.ts'
import { useTool, type ProjectOutcome } from './portfolio-tools.ts'

type Sections = ProjectPrivate[typeof DOCUMENT_META]

/** A project as the server last told it; whoever asked. */
export interface HeldProject {
  readonly project: ApiProject
  /** Its story, as the document that the editor takes up; null where an answer came without it. */
  readonly sections: Sections | null
}

export interface ProjectModel {
  /** Null before the first answer. */
  readonly held: HeldProject | null
  /** Why there is none. */
  readonly failure: ToolFailure | null
  readonly isLoading: boolean
  readonly refresh: () => Promise<void>
  /** Takes an answer in, unless a newer one is there. */
  readonly take: (answer: Partial<ProjectPrivate>) => void
}

/** The project with this id: what the host brought, what every write answered, and what the server says when the view opens or comes back into sight. */
export function useProject(projectId: string, brought: ProjectOutcome | null): ProjectModel {
  const getStatus = useTool('get_project_status')
  const [held, setHeld] = useState<HeldProject | null>(() => newest(null, brought?.private ?? {}, projectId))
  const [lastBrought, setLastBrought] = useState(brought)
  if (brought !== lastBrought) {
    setLastBrought(brought)
    setHeld(newest(held, brought?.private ?? {}, projectId))
  }
  const [failure, setFailure] = useState<ToolFailure | null>(null)
  const [isLoading, setLoading] = useState(false)
  const asked = useRef(0)

  const take = useCallback((answer: Partial<ProjectPrivate>) => setHeld((before) => newest(before, answer, projectId)), [projectId])
  const refresh = useCallback(async () => {
    const turn = (asked.current += 1)
    setLoading(true)
    const outcome = await getStatus({ project_id: projectId })
    if (turn !== asked.current) return
    setLoading(false)
    setFailure(outcome.failure)
    if (outcome.failure === null) take(outcome.private)
  }, [getStatus, projectId, take])

  // a reloaded conversation brings the result of back then, whose addresses of photos have expired
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === 'visible') void refresh()
    }
    ask()
    document.addEventListener('visibilitychange', ask)
    return () => document.removeEventListener('visibilitychange', ask)
  }, [refresh])

  return useMemo(() => ({ held, failure, isLoading, refresh, take }), [held, failure, isLoading, refresh, take])
}

/** The later of two answers; an answer about another project, or none at all, changes nothing. Pure. */
export function newest(before: HeldProject | null, answer: Partial<ProjectPrivate>, projectId: string): HeldProject | null {
  const { project } = answer
  if (project === undefined || project.project_id !== projectId) return before
  const isOlder = before !== null && before.project.epoch === project.epoch && project.revision < before.project.revision
  return isOlder ? before : { project, sections: answer[DOCUMENT_META] ?? before?.sections ?? null }
}

/** Brings what a write answered into the project; where the answer did not come, asks. */
export function useTaken(state: WriteState<unknown, ProjectPrivate>, { take, refresh }: Pick<ProjectModel, 'take' | 'refresh'>): void {
  useEffect(() => {
    if (state.kind === 'success' && state.answer !== null) take(state.answer.private)
    else if (state.kind === 'success' || state.kind === 'unknown') void refresh()
  }, [state, take, refresh])
}
