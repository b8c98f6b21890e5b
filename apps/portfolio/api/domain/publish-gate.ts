import { isBlank } from './is-blank.ts'
import type { Project, ProjectImage } from './project.ts'

/** What a project must have before it is published, in the order a person is asked for it. */
export const REQUIRED_FIELDS = ['title', 'project_type', 'city', 'state', 'images', 'hero_image_id'] as const
export type RequiredField = (typeof REQUIRED_FIELDS)[number]
/** What makes a project better and never keeps it from being published. */
export const RECOMMENDED_FIELDS = ['summary', 'challenge', 'solution', 'results', 'outcome_highlights', 'alt_text'] as const
export type RecommendedField = (typeof RECOMMENDED_FIELDS)[number]

/** What the gate looks at. */
export type GateProject = Pick<
  Project,
  'title' | 'projectType' | 'city' | 'state' | 'heroImageId' | 'summary' | 'challenge' | 'solution' | 'results' | 'outcomeHighlights'
>
export type GateImage = Pick<ProjectImage, 'id' | 'isConfirmed' | 'altText'>

export interface GateVerdict {
  readonly canPublish: boolean
  readonly missing: readonly RequiredField[]
  readonly recommended: readonly RecommendedField[]
}

/** The one rule of what may be published, for every door. An image counts once its bytes are confirmed, and only such an image is a hero. Pure. */
export function publishGate(project: GateProject, images: readonly GateImage[]): GateVerdict {
  const confirmed = images.filter(({ isConfirmed }) => isConfirmed)
  const has: Readonly<Record<RequiredField, boolean>> = {
    title: !isBlank(project.title),
    project_type: !isBlank(project.projectType),
    city: !isBlank(project.city),
    state: !isBlank(project.state),
    images: confirmed.length > 0,
    hero_image_id: confirmed.some(({ id }) => id === project.heroImageId),
  }
  const isTold: Readonly<Record<RecommendedField, boolean>> = {
    summary: !isBlank(project.summary),
    challenge: !isBlank(project.challenge),
    solution: !isBlank(project.solution),
    results: !isBlank(project.results),
    outcome_highlights: project.outcomeHighlights.some((outcome) => !isBlank(outcome)),
    alt_text: confirmed.every(({ altText }) => !isBlank(altText)),
  }
  const missing = REQUIRED_FIELDS.filter((field) => !has[field])
  return { canPublish: missing.length === 0, missing, recommended: RECOMMENDED_FIELDS.filter((field) => !isTold[field]) }
}

/** Share of what is required, 0 to 100: an empty project has none of it. */
export function progressPercent({ missing }: GateVerdict): number {
  return Math.round(((REQUIRED_FIELDS.length - missing.length) / REQUIRED_FIELDS.length) * 100)
}
