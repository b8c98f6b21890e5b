import { useDocument, type SyncedDocument } from '@lockstep/react'
import { useEffect, useRef, useState } from 'react'
import type { ValueOf } from '@lockstep/sync'
import { sectionsSpec } from '../shared/sections-spec.ts'
import type { ProjectModel } from './use-project.ts'

export type Story = SyncedDocument<ValueOf<typeof sectionsSpec>>

/**
 * The story of the project, held for all screens, so that what was typed is saved though the person went on to another one. Others' changes are
 * looked for from when it was first opened; what its saving means for publishing, the API is asked once it is closed.
 */
export function useStory(projectId: string, { held, refresh }: ProjectModel, isOpen: boolean): Story | null {
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) setWasOpen(true)
  const story = useDocument(sectionsSpec, { documentId: projectId, snapshot: held?.sections ?? null, isPolling: wasOpen })
  const asked = useRef(0)
  const saved = story?.sync.kind === 'saved' ? story.revision : 0
  const known = held?.project.revision ?? 0
  useEffect(() => {
    if (isOpen || known === 0 || saved <= Math.max(known, asked.current)) return
    asked.current = saved
    void refresh()
  }, [isOpen, known, saved, refresh])
  return story
}
