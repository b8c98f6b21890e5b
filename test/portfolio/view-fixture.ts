import type { ApiGate, ApiImage, ApiProject } from '../../apps/portfolio/shared/api-types.ts'

/** A photo drawn as text, so that no test asks a server for it. */
function picture(colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="${colour}"/><path d="M60 240 160 110l60 70 50-60 80 120z" fill="#ffffffaa"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

const COLOURS = ['#c98f5a', '#9db8d9', '#7fa37a', '#d9645a']

export function image(index: number, part: Partial<ApiImage> = {}): ApiImage {
  const url = picture(COLOURS[index % COLOURS.length] ?? '#999999')
  return {
    image_id: `i_${index + 1}`,
    image_type: null,
    alt_text: '',
    display_order: index,
    width: 400,
    height: 300,
    file_name: `photo-${index + 1}.jpg`,
    is_hero: index === 0,
    url,
    thumbnail_url: url,
    ...part,
  }
}

export const OPEN_GATE: ApiGate = {
  can_publish: false,
  missing_fields: ['city', 'state', 'images', 'hero_image_id'],
  recommended_missing: ['summary', 'challenge', 'solution', 'results', 'outcome_highlights', 'alt_text'],
  progress_percent: 33,
}
const READY_GATE: ApiGate = { can_publish: true, missing_fields: [], recommended_missing: ['results', 'alt_text'], progress_percent: 100 }

export function project(part: Partial<ApiProject> = {}): ApiProject {
  return {
    project_id: 'p_1',
    status: 'draft',
    title: 'Chimney rebuild on Elm Street',
    project_type: 'Chimney rebuild',
    city: 'Denver',
    state: 'CO',
    neighborhood: '',
    duration: '',
    tags: [],
    materials: [],
    techniques: [],
    seo_title: '',
    seo_description: '',
    summary: 'A leaning chimney, taken down and built anew.',
    challenge: '',
    solution: '',
    results: '',
    outcome_highlights: [],
    description: '',
    description_manual: false,
    hero_image_id: 'i_1',
    hero_source: 'auto',
    images: [image(0), image(1), image(2)],
    url: null,
    created_at: '2026-11-01T10:00:00.000Z',
    updated_at: '2026-11-20T10:00:00.000Z',
    published_at: null,
    revision: 5,
    epoch: 'e1',
    gate: READY_GATE,
    ...part,
  }
}

/** What a tool that opens a project brings, as `structuredContent` and `_meta`. */
export function projectAnswer(one: ApiProject, more: Readonly<Record<string, unknown>> = {}) {
  const { summary, challenge, solution, results, outcome_highlights: outcomes } = one
  const said = Object.entries({ summary, challenge, solution, results, outcomes: outcomes.join('\n') }).filter(([, text]) => text !== '')
  const document = { documentId: one.project_id, epoch: one.epoch, revision: one.revision, value: { sections: Object.fromEntries(said) } }
  return {
    content: [{ type: 'text', text: 'The project.' }],
    structuredContent: { project_id: one.project_id, title: one.title, status: one.status, revision: one.revision, images: one.images.map(briefOf) },
    _meta: { project: one, 'lockstep/document': document, ...more },
  }
}

function briefOf({ image_id, image_type, alt_text }: ApiImage) {
  return { image_id, image_type, alt_text }
}

/** The globals of a host that mounted a view with this answer, and what a refresh then says. */
export function opened(one: ApiProject) {
  const answer = projectAnswer(one)
  return {
    globals: { toolInput: { project_id: one.project_id }, toolOutput: answer.structuredContent, toolResponseMetadata: answer._meta },
    answers: { get_project_status: [answer] },
  }
}

export function refused(code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
  return { content: [{ type: 'text', text: message }], isError: true, _meta: { 'lockstep/error': { code, message, ...more } } }
}
