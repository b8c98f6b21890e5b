import { useEffect, useRef, useState } from 'react'
import type { Write, WriteState } from '@lockstep/react'
import type { ApiImage } from '../shared/api-types.ts'
import type { ProjectPrivate } from '../shared/tool-types.ts'
import { useWrite } from './portfolio-tools.ts'
import { useTaken, type ProjectModel } from './use-project.ts'

type ImageType = NonNullable<ApiImage['image_type']>
interface ShownWrite {
  readonly name: string
  /** What is so while it did not happen. */
  readonly lead: string
  readonly write: Pick<Write<never, unknown, ProjectPrivate>, 'retry' | 'cancel'> & { readonly state: WriteState<unknown, ProjectPrivate> }
}

export interface PhotoWrites {
  readonly reorder: (ids: readonly string[]) => void
  /** The order that the person wants and the server has not yet; null when they agree. */
  readonly order: readonly string[] | null
  readonly setCover: (id: string) => void
  readonly setType: (id: string, type: ImageType | null) => void
  /** Resolves true once it is saved. */
  readonly setAltText: (id: string, text: string) => Promise<boolean>
  readonly remove: (id: string) => void
  readonly restore: () => void
  /** The photo that was deleted last and can be brought back. */
  readonly deletedId: string | null
  readonly forgetDeleted: () => void
  readonly all: readonly ShownWrite[]
}

/** What a person does with the photos that are there: each a call of its own, and each answer is the whole project. */
export function usePhotoWrites(projectId: string, model: ProjectModel): PhotoWrites {
  const order = useWrite('reorder_project_media', { words: { success: '' } })
  const cover = useWrite('set_project_hero_media', { words: { success: 'Cover chosen.' } })
  const labels = useWrite('set_project_media_labels', { words: { success: 'Label saved.' } })
  const deletion = useWrite('delete_project_media', {
    reconcile: { selection: { key: 'selected_image_id', isValid: (selected, { images }) => images.some(({ image_id: id }) => id === selected) } },
    words: { success: 'Photo deleted.' },
  })
  const restoring = useWrite('restore_project_media', { words: { success: 'The photo is back.' } })
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const [deletedId, setDeletedId] = useState<string | null>(null)
  for (const write of [order, cover, labels, deletion, restoring]) {
    // oxlint-disable-next-line react/rules-of-hooks -- always these five, in this order
    useTaken(write.state, model)
  }
  const ordersAsked = useRef(0)
  // a failed order that was tried again, or that the person has seen enough of
  useEffect(() => {
    const isOver = order.state.kind === 'idle' || (order.state.kind === 'success' && ordersAsked.current === 0)
    if (isOver) setWanted(null)
  }, [order.state])

  const ofProject = { project_id: projectId }
  return {
    order: wanted,
    reorder: (ids) => {
      setWanted(ids)
      ordersAsked.current += 1
      // an order that was wished for since is still to come
      void order.run({ ...ofProject, image_ids: [...ids] }).then(({ kind }) => {
        ordersAsked.current -= 1
        if (kind === 'success') setWanted((newest) => (newest === ids ? null : newest))
      })
    },
    setCover: (id) => void cover.run({ ...ofProject, hero_image_id: id }),
    setType: (id, type) => void labels.run({ ...ofProject, labels: [{ image_id: id, image_type: type }] }),
    setAltText: async (id, text) =>
      (await labels.run({ ...ofProject, labels: [{ image_id: id, alt_text: text === '' ? null : text }] })).kind === 'success',
    remove: (id) => {
      void deletion.run({ ...ofProject, image_id: id }).then(({ kind }) => {
        if (kind === 'success') setDeletedId(id)
      })
    },
    restore: () => {
      if (deletedId === null) return
      void restoring.run({ ...ofProject, image_id: deletedId }).then(({ kind }) => {
        if (kind === 'success') setDeletedId(null)
      })
    },
    deletedId,
    forgetDeleted: () => setDeletedId(null),
    all: [
      { name: 'order', lead: 'The order is not saved yet.', write: order },
      { name: 'cover', lead: 'The cover is the one before.', write: cover },
      { name: 'labels', lead: 'The label is not saved yet.', write: labels },
      { name: 'deletion', lead: 'The photo is still there.', write: deletion },
      { name: 'restoring', lead: 'The photo is not back yet.', write: restoring },
    ],
  }
}
