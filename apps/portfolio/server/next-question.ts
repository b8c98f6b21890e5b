import type { ApiGate, ApiProject } from '../shared/api-types.ts'

const REQUIRED: Readonly<Record<ApiGate['missing_fields'][number], string>> = {
  title: 'What should this project be called?',
  project_type: 'What kind of work was it?',
  city: 'In which city was it?',
  state: 'In which state was it?',
  images: 'Which photos show the work? At least one is needed.',
  hero_image_id: 'Which photo should be the cover?',
}
const RECOMMENDED: Readonly<Record<ApiGate['recommended_missing'][number], string>> = {
  summary: 'How would you sum up the project in a sentence or two?',
  challenge: 'What made this job difficult?',
  solution: 'How did you solve it?',
  results: 'What was the result for the customer?',
  outcome_highlights: 'Which two to four outcomes are worth a bullet each?',
  alt_text: 'What does each photo show, for people who cannot see it?',
}

/** What a person is best asked next: what publishing needs, then what makes the project better, then whether to publish; null when nothing is open. */
export function nextQuestion(
  { missing_fields: missing, recommended_missing: recommended }: Pick<ApiGate, 'missing_fields' | 'recommended_missing'>,
  status: ApiProject['status'],
): string | null {
  const [required] = missing
  if (required !== undefined) return REQUIRED[required]
  const [better] = recommended
  if (better !== undefined) return RECOMMENDED[better]
  return status === 'draft' ? 'Everything is there. Shall it be published?' : null
}
