import { useAnnounce, useViewState } from '@lockstep/react'
import { useRef, useState, type DragEvent } from 'react'
import type { ApiImage, ApiProject } from '../shared/api-types.ts'
import { Larger } from './cards.tsx'
import { DeletedNotice } from './deleted-notice.tsx'
import { inOrder, moved } from './photo-order.ts'
import { PhotoRow } from './photo-row.tsx'
import { nameOf, photosText } from './project-words.ts'
import { AddPhotos, UploadRows } from './upload-rows.tsx'
import { useDragOrder } from './use-drag-order.ts'
import { usePhotoWrites } from './use-photo-writes.ts'
import type { PhotoUploads } from './use-photo-uploads.ts'
import type { ProjectModel } from './use-project.ts'
import { WriteFault } from './write-fault.tsx'

export interface PhotosScreenProps {
  project: ApiProject
  model: ProjectModel
  uploads: PhotoUploads
  onLeave: () => void
}

/** The photos of a project: add, order, label, describe, choose the cover, delete. */
export function PhotosScreen({ project, model, uploads, onLeave }: PhotosScreenProps) {
  const writes = usePhotoWrites(project.project_id, model)
  const announce = useAnnounce()
  const [, keep] = useViewState<Record<string, unknown>, { selected_image_id?: string }>({ private: {}, model: {} })
  const list = useRef<HTMLOListElement>(null)
  const [isOver, setOver] = useState(false)

  const photos = inOrder(project.images, writes.order)
  const ids = photos.map(({ image_id: id }) => id)

  const move = (id: string, to: number) => {
    const next = moved(ids, id, to)
    if (next === ids) return
    writes.reorder(next)
    announce(`Photo ${next.indexOf(id) + 1} of ${next.length} now.`, true)
  }
  const [dragged, startDrag] = useDragOrder(list, move)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (uploads.canUpload) uploads.addFiles(event.dataTransfer.files)
  }
  return (
    <section
      aria-label="Photos"
      data-project={project.project_id}
      className={isOver ? 'photos drop-here' : 'photos'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button type="button" className="quiet small" onClick={onLeave}>
        ‹ {nameOf(project)}
      </button>
      <header className="head">
        <h2 tabIndex={-1} data-focus-fallback="">
          Photos
        </h2>
        <span className="soft">{photosText(photos.length)}</span>
        <Larger />
        {photos.length === 0 ? null : <AddPhotos projectId={project.project_id} uploads={uploads} />}
      </header>
      <UploadRows uploads={uploads} />
      {project.hero_source === 'auto' && photos.length > 1 ? (
        <p className="notice">The first photo became the cover by itself. Choose the cover photo that shows the work best.</p>
      ) : null}
      {writes.all.map(({ name, lead, write }) => (
        <WriteFault key={name} write={write} lead={lead} />
      ))}
      {photos.length === 0 ? (
        <div className="panel">
          <h3>No photos yet</h3>
          <p className="soft">Before and after pictures show the work best. Where they were taken is removed from each file.</p>
          <AddPhotos projectId={project.project_id} uploads={uploads} isPrimary />
        </div>
      ) : (
        <ol ref={list}>
          {photos.map((photo: ApiImage, index) => (
            <PhotoRow
              key={photo.image_id}
              photo={photo}
              index={index}
              count={photos.length}
              isDragged={dragged === photo.image_id}
              writes={writes}
              onMove={move}
              onGrab={startDrag}
              onSelect={() => keep({ model: { selected_image_id: photo.image_id } })}
              onBroken={model.refresh}
            />
          ))}
        </ol>
      )}
      <DeletedNotice writes={writes} />
    </section>
  )
}
