import { lastWriter } from '@lockstep/sync'

/** UTF-16 units of each section, for counters; the API is the one that judges. `outcomes` has one highlight a line. */
export const SECTION_MAX_CHARS = { summary: 500, challenge: 2_000, solution: 2_000, results: 2_000, outcomes: 1_000 } as const

export type SectionName = keyof typeof SECTION_MAX_CHARS

/**
 * The story of a project as views hold it: the part of the project's document that a person edits by hand, under the document's own id, epoch and
 * revision. Saved by `sync_project_sections`, looked after by `project_sections_changes`; the API commits it on the same engine as everything else.
 */
export const sectionsSpec = {
  name: 'project-sections',
  fields: { sections: lastWriter({ maxLength: 2_000 }) },
} as const
