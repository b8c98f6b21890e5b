import { useHostActions, useOutcome, useViewState, type ToolOutcome } from '@lockstep/react'
import type { ListPrivate } from '../shared/tool-types.ts'
import { ErrorCard, Skeleton } from './cards.tsx'
import { ListRow } from './list-row.tsx'
import { wordsOf } from './portfolio-tools.ts'
import { Page, Project } from './project-app.tsx'
import { useProjectList } from './use-project-list.ts'
import { WriteFault } from './write-fault.tsx'

const SORTS: Readonly<Record<ListPrivate['sort'], string>> = { updated: 'Changed last', created: 'Newest', title: 'Title' }
const isSort = (text: string): text is ListPrivate['sort'] => Object.hasOwn(SORTS, text)

export type ListOutcome = ToolOutcome<{ count?: number; has_more?: boolean; next_offset?: number | null }, ListPrivate>

/** The contractor's projects; one that is chosen opens in their place. */
export function ListApp() {
  const result: ListOutcome | null = useOutcome()
  const [kept, keep] = useViewState<{ screen?: string }, { selected_project_id?: string | null; project_id?: string }>({ private: {}, model: {} })
  const selected = kept.model.selected_project_id ?? null
  return (
    <Page>
      {selected === null ? (
        <Projects result={result} onSelect={(id) => keep({ private: { screen: 'status' }, model: { selected_project_id: id, project_id: id } })} />
      ) : (
        <Project key={selected} projectId={selected} brought={null} start="status" onBack={() => keep({ model: { selected_project_id: null } })} />
      )}
    </Page>
  )
}

function Projects({ result, onSelect }: { result: ListOutcome | null; onSelect: (id: string) => void }) {
  const list = useProjectList(result)
  const { sendMessage } = useHostActions()
  if (list.projects === null) {
    if (list.failure === null) return <Skeleton />
    return <ErrorCard message={wordsOf(list.failure)} onRetry={list.reload} isBusy={list.isLoading} />
  }
  const { projects, count, sort } = list
  return (
    <section aria-label="Projects">
      <header className="head">
        <h2 tabIndex={-1} data-focus-fallback="">
          Projects
        </h2>
        <span className="soft">{count === 0 ? '' : String(count)}</span>
        {count < 2 ? null : (
          <label className="sort">
            <span className="soft">Sort by</span>{' '}
            <select value={sort} onChange={({ currentTarget: { value } }) => (isSort(value) ? list.sortBy(value) : undefined)}>
              {Object.entries(SORTS).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      <WriteFault write={list.sorting} lead="The order is not kept yet." />
      {projects.length === 0 ? (
        <div className="panel">
          <h3>No projects yet</h3>
          <p className="soft">A finished job and a few photos of it are enough to begin.</p>
          <button type="button" className="primary" data-action="primary" onClick={() => void sendMessage('Start a new project.').catch(() => null)}>
            Start a project
          </button>
        </div>
      ) : (
        <ul className="projects" aria-busy={list.isLoading}>
          {projects.map((project) => (
            <ListRow key={project.project_id} project={project} onSelect={onSelect} />
          ))}
        </ul>
      )}
      {list.failure === null ? null : (
        <p role="alert" className="notice danger">
          {wordsOf(list.failure)}
        </p>
      )}
      {list.hasMore ? (
        <button type="button" aria-busy={list.isLoading} onClick={() => void list.loadMore()}>
          {list.isLoading ? 'Loading…' : 'Load more'}
        </button>
      ) : null}
    </section>
  )
}
