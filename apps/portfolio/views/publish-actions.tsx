import { ConfirmButton, useAnnounce, useHostActions, type ToolFailure } from '@lockstep/react'
import { useState } from 'react'
import type { ApiProject } from '../shared/api-types.ts'
import { useTool, useWrite, wordsOf } from './portfolio-tools.ts'
import { nameOf, photosText, REQUIRED, type Place } from './project-words.ts'
import { useTaken, type ProjectModel } from './use-project.ts'
import { WriteFault } from './write-fault.tsx'

export interface PublishActionsProps {
  project: ApiProject
  model: ProjectModel
  onFix: (place: Place) => void
}

/** The two things to do with the whole project. Whether it can be published is the API's word; publishing and taking it back are asked twice. */
export function PublishActions({ project, model, onFix }: PublishActionsProps) {
  const { project_id: id, status, gate, url, images } = project
  const publish = useWrite('publish_project', { words: { success: 'Published.' } })
  const unpublish = useWrite('unpublish_project', { words: { success: 'It is a draft again.' } })
  useTaken(publish.state, model)
  useTaken(unpublish.state, model)
  const { open, failure } = useOpenPage(id)
  const { openLink } = useHostActions()
  const [next] = gate.missing_fields
  const name = nameOf(project)
  // what the API missed, it knows better than this view: look again
  const refuse = () => void publish.run({ project_id: id }).then(({ kind }) => (kind === 'error' ? model.refresh() : undefined))

  return (
    <footer>
      <WriteFault write={publish} lead="Not published." />
      <WriteFault write={unpublish} lead="Still on the web." />
      {failure === null ? null : (
        <p role="alert" className="notice danger">
          {wordsOf(failure)}
        </p>
      )}
      {status === 'published' && url !== null ? (
        <div className="row actions">
          <button type="button" className="primary" data-action="primary" onClick={() => void openLink(url).catch(() => null)}>
            View page
          </button>
          <ConfirmButton
            data-action="primary"
            question={`Take “${name}” off the web? Its page and photos will be gone from there.`}
            confirmLabel="Take it off"
            onConfirm={() => void unpublish.run({ project_id: id })}
          >
            {unpublish.isPending ? 'Taking it off…' : 'Unpublish'}
          </ConfirmButton>
        </div>
      ) : (
        <div className="row actions">
          {gate.can_publish ? (
            <ConfirmButton
              className="primary"
              data-action="primary"
              question={`Publish “${name}” with ${photosText(images.length)}? From then on everybody can see it.`}
              confirmLabel="Publish"
              onConfirm={refuse}
            >
              {publish.isPending ? 'Publishing…' : 'Publish'}
            </ConfirmButton>
          ) : next === undefined ? null : (
            <button type="button" className="primary" data-action="primary" onClick={() => onFix(REQUIRED[next].place)}>
              {REQUIRED[next].fix}
            </button>
          )}
          <button type="button" data-action="primary" onClick={() => void open('preview')}>
            Preview page
          </button>
        </div>
      )}
    </footer>
  )
}

/** Opens a page of the project that only this person has the address of. */
export function useOpenPage(projectId: string): { open: (kind: 'preview' | 'uploader') => Promise<void>; failure: ToolFailure | null } {
  const createLink = useTool('create_project_link')
  const { openLink } = useHostActions()
  const announce = useAnnounce()
  const [failure, setFailure] = useState<ToolFailure | null>(null)
  const open = async (kind: 'preview' | 'uploader') => {
    const outcome = await createLink({ project_id: projectId, kind })
    setFailure(outcome.failure)
    const url = outcome.failure === null ? outcome.private.url : undefined
    if (url === undefined) return
    await openLink(url).catch(() => announce('The page could not be opened from here.', true))
  }
  return { open, failure }
}
