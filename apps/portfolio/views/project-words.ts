import type { ApiGate, ApiProject, ApiSummary } from '../shared/api-types.ts'
import type { SectionName } from '../shared/sections-spec.ts'

export type RequiredField = ApiGate['missing_fields'][number]
export type RecommendedField = ApiGate['recommended_missing'][number]

export const FACTS = ['title', 'project_type', 'city', 'state'] as const
export type FactName = (typeof FACTS)[number]

/** Where something is put right: a fact's field, a section of the story, or the photos. */
export type Place =
  | { readonly screen: 'facts'; readonly field: FactName }
  | { readonly screen: 'story'; readonly field: SectionName }
  | { readonly screen: 'photos' }

export interface CheckItem {
  readonly label: string
  /** What its button says to those who hear it. */
  readonly fix: string
  readonly place: Place
}

/** What the API's gate can miss, in words; whether it misses something, the API alone says. */
export const REQUIRED: Readonly<Record<RequiredField, CheckItem>> = {
  title: { label: 'Title', fix: 'Add a title', place: { screen: 'facts', field: 'title' } },
  project_type: { label: 'Kind of work', fix: 'Add the kind of work', place: { screen: 'facts', field: 'project_type' } },
  city: { label: 'City', fix: 'Add the city', place: { screen: 'facts', field: 'city' } },
  state: { label: 'State', fix: 'Add the state', place: { screen: 'facts', field: 'state' } },
  images: { label: 'At least one photo', fix: 'Add photos', place: { screen: 'photos' } },
  hero_image_id: { label: 'Cover photo', fix: 'Choose the cover', place: { screen: 'photos' } },
}
export const RECOMMENDED: Readonly<Record<RecommendedField, CheckItem>> = {
  summary: { label: 'Summary', fix: 'Write the summary', place: { screen: 'story', field: 'summary' } },
  challenge: { label: 'Challenge', fix: 'Write the challenge', place: { screen: 'story', field: 'challenge' } },
  solution: { label: 'Solution', fix: 'Write the solution', place: { screen: 'story', field: 'solution' } },
  results: { label: 'Results', fix: 'Write the results', place: { screen: 'story', field: 'results' } },
  outcome_highlights: { label: 'Outcome highlights', fix: 'Write outcome highlights', place: { screen: 'story', field: 'outcomes' } },
  alt_text: { label: 'Descriptions of the photos', fix: 'Describe the photos', place: { screen: 'photos' } },
}

export const FACT_LABELS: Readonly<Record<FactName, string>> = { title: 'Title', project_type: 'Kind of work', city: 'City', state: 'State' }

export const SECTION_LABELS: Readonly<Record<SectionName, string>> = {
  summary: 'Summary',
  challenge: 'Challenge',
  solution: 'Solution',
  results: 'Results',
  outcomes: 'Outcome highlights',
}

export const STATUS_WORDS: Readonly<Record<ApiProject['status'], string>> = { draft: 'Draft', published: 'Published', archived: 'Archived' }

/** A project by its name. */
export function nameOf({ title }: Pick<ApiProject | ApiSummary, 'title'>): string {
  return title.trim() === '' ? 'Untitled project' : title
}

export function photosText(count: number): string {
  return count === 0 ? 'No photos' : count === 1 ? '1 photo' : `${count} photos`
}

/** A day as the person writes it; an unknown locale or time gives none. */
export function dayText(isoTime: string, locale: string | undefined): string {
  const time = new Date(isoTime)
  return Number.isNaN(time.getTime()) ? '' : time.toLocaleDateString(locale, { year: 'numeric', month: 'short', day: 'numeric' })
}
