import { useHostContext } from '@lockstep/react'
import type { ApiSummary } from '../shared/api-types.ts'
import { dayText, nameOf, photosText, STATUS_WORDS } from './project-words.ts'

/** One project of the list; the whole row is its button. */
export function ListRow({ project, onSelect }: { project: ApiSummary; onSelect: (id: string) => void }) {
  const { locale } = useHostContext()
  const { project_id: id, status, image_count: photos, thumbnail_url: url, updated_at: updatedAt } = project
  return (
    <li data-focus-row="">
      <button type="button" className="project" data-focus-control="open" data-project={id} onClick={() => onSelect(id)}>
        {url === null ? <span className="thumb" aria-hidden="true" /> : <img className="thumb" src={url} alt="" />}
        <span className="project-text">
          <span className="name">{nameOf(project)}</span>
          <span className="soft">
            {photosText(photos)} · {dayText(updatedAt, locale)}
          </span>
        </span>
        <span className="badge" data-status={status}>
          {STATUS_WORDS[status]}
        </span>
      </button>
    </li>
  )
}
