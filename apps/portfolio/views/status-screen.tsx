import { useState } from 'react'
import type { ApiProject } from '../shared/api-types.ts'
import { Checklist } from './checklist.tsx'
import { FactsForm, useFactsDraft } from './facts-form.tsx'
import { nameOf, photosText, STATUS_WORDS, type Place } from './project-words.ts'
import { PublishActions } from './publish-actions.tsx'
import type { ProjectModel } from './use-project.ts'

export interface StatusScreenProps {
  project: ApiProject
  model: ProjectModel
  /** What is to be put right now. */
  goal: Place | null
  onGo: (place: Place) => void
}

/** How a project stands: its cover, what publishing needs, what would make it better, and the way on. */
export function StatusScreen({ project, model, goal, onGo }: StatusScreenProps) {
  const { gate, images, status } = project
  const cover = images.find(({ image_id: id }) => id === project.hero_image_id)
  const { draft } = useFactsDraft(project.project_id)
  const [isEditing, setEditing] = useState(Object.keys(draft).length > 0)
  const place = [project.project_type, [project.city, project.state].filter((part) => part !== '').join(', ')]
    .filter((part) => part !== '')
    .join(' · ')
  const go = (next: Place) => {
    if (next.screen === 'facts') setEditing(true)
    onGo(next)
  }
  return (
    <section aria-label="Project" data-project={project.project_id}>
      {cover === undefined ? (
        <div className="cover empty-cover" aria-hidden="true">
          No cover yet
        </div>
      ) : (
        <img className="cover" src={cover.url} alt={cover.alt_text} onError={cover.url === '' ? undefined : () => void model.refresh()} />
      )}
      <header className="head">
        <h2 tabIndex={-1} data-focus-fallback="">
          {nameOf(project)}
        </h2>
        <span className="badge" data-status={status}>
          {STATUS_WORDS[status]}
        </span>
      </header>
      <p className="soft">{[place, photosText(images.length)].filter((part) => part !== '').join(' · ')}</p>
      <div className="progress-line">
        <progress max={100} value={gate.progress_percent} aria-label="Ready to publish" />
        <span className="soft">{gate.progress_percent} %</span>
      </div>
      {isEditing ? <FactsForm project={project} model={model} goal={goal} onDone={() => setEditing(false)} /> : null}
      <Checklist gate={gate} onFix={go} />
      <div className="row nav">
        <button type="button" className="small" aria-expanded={isEditing} onClick={() => setEditing(!isEditing)}>
          Edit facts
        </button>
        <button type="button" className="small" onClick={() => onGo({ screen: 'story', field: 'summary' })}>
          Story
        </button>
        <button type="button" className="small" onClick={() => onGo({ screen: 'photos' })}>
          Photos
        </button>
      </div>
      <PublishActions project={project} model={model} onFix={go} />
    </section>
  )
}
