import { html } from 'hono/html'
import { heroAmong, publishGate, type RecommendedField, type RequiredField } from '../api/domain/index.ts'
import type { StoredProject } from '../api/domain/index.ts'
import type { Html } from './page-shell.ts'

const WORDS: Readonly<Record<RequiredField | RecommendedField, string>> = {
  title: 'a title',
  project_type: 'the kind of work',
  city: 'the city',
  state: 'the state',
  images: 'a photo',
  hero_image_id: 'a cover photo',
  summary: 'a summary',
  challenge: 'the challenge',
  solution: 'the solution',
  results: 'the results',
  outcome_highlights: 'outcomes',
  alt_text: 'descriptions of all photos',
}

/** What a preview says above the page: that it is one, and what the gate says of the project. */
export function previewBanner({ project, images }: StoredProject): Html {
  const { missing, recommended } = publishGate({ ...project, ...heroAmong(project, images) }, images)
  return html`<aside class="banner" aria-label="About this preview">
    <p>
      <strong>Preview.</strong>
      ${project.status === 'published' ? 'The project is public; this is how it is now.' : 'Only people with this address can see it, for an hour.'}
    </p>
    ${missing.length === 0 ? '' : html`<p>Needed before it can be published: ${wordsOf(missing)}.</p>`}
    ${recommended.length === 0 ? '' : html`<p>Would make it better: ${wordsOf(recommended)}.</p>`}
  </aside>`
}

function wordsOf(fields: ReadonlyArray<RequiredField | RecommendedField>): string {
  return new Intl.ListFormat('en').format(fields.map((field) => WORDS[field]))
}
