import { useCallback, useEffect, useRef, useState } from 'react'
import type { ToolFailure } from '@lockstep/react'
import type { ApiSummary } from '../shared/api-types.ts'
import type { ListPrivate } from '../shared/tool-types.ts'
import type { ListOutcome } from './list-app.tsx'
import { useTool, useWrite } from './portfolio-tools.ts'

interface Loaded {
  readonly projects: readonly ApiSummary[]
  readonly count: number
  /** Where the next page begins; null = there is none. */
  readonly next: number | null
  readonly sort: ListPrivate['sort']
}

/** The projects so far, page by page; the order is the person's own and kept by the server. */
export function useProjectList(result: ListOutcome | null) {
  const listProjects = useTool('list_projects')
  const sorting = useWrite('set_list_sort', { words: { success: 'Sorted.' } })
  const [loaded, setLoaded] = useState<Loaded | null>(() => pageOf(result, null))
  const [failure, setFailure] = useState<ToolFailure | null>(result?.failure ?? null)
  const [isLoading, setLoading] = useState(false)
  const asked = useRef(0)
  const ask = useCallback(
    async (before: Loaded | null) => {
      const turn = (asked.current += 1)
      const outcome = await listProjects({ offset: before?.next ?? 0 })
      if (turn !== asked.current) return
      setLoading(false)
      setFailure(outcome.failure)
      if (outcome.failure === null) setLoaded(pageOf(outcome, before))
    },
    [listProjects],
  )
  const load = (before: Loaded | null) => {
    setLoading(true)
    return ask(before)
  }
  const reload = () => load(null)
  // a reloaded conversation brings the list of back then
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- nothing is set before the answer
    if (result !== null) void ask(null)
  }, [result, ask])

  return {
    projects: loaded?.projects ?? null,
    count: loaded?.count ?? 0,
    hasMore: loaded !== null && loaded.next !== null,
    sort: loaded?.sort ?? 'updated',
    failure,
    isLoading,
    sorting,
    reload,
    loadMore: () => load(loaded),
    sortBy: (sort: ListPrivate['sort']) => void sorting.run({ sort }).then(({ kind }) => (kind === 'success' ? reload() : undefined)),
  }
}

/** What came, after what was there; a project that moved between pages is shown once. Null when nothing came. Pure. */
export function pageOf(outcome: ListOutcome | null, before: Loaded | null): Loaded | null {
  if (outcome === null || outcome.failure !== null) return null
  const { count, next_offset: next } = outcome.data
  const { projects, sort } = outcome.private
  if (projects === undefined) return null
  const fresh = projects.filter(({ project_id: id }) => before === null || !before.projects.some((one) => one.project_id === id))
  const all = [...(before?.projects ?? []), ...fresh]
  return { projects: all, count: count ?? all.length, next: next ?? null, sort: sort ?? before?.sort ?? 'updated' }
}
