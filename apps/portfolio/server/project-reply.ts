import { DOCUMENT_META } from '@lockstep/server'
import type { ApiGate, ApiProject } from '../shared/api-types.ts'
import type { ImageBrief, ProjectBrief, ProjectPrivate } from '../shared/tool-types.ts'
import { nextQuestion } from './next-question.ts'
import { quoted } from './quoted.ts'

/** Characters of a photo's alternative text that a model is told. */
const ALT_TEXT_TOLD_CHARS = 80

/** A project for the model: how far it is and what to ask next. `gate` = a verdict that was asked for by itself. */
export function briefOf(project: ApiProject, gate: ApiGate = project.gate): ProjectBrief {
  return {
    project_id: project.project_id,
    title: project.title,
    status: project.status,
    revision: project.revision,
    can_publish: gate.can_publish,
    missing_fields: gate.missing_fields,
    recommended_missing: gate.recommended_missing,
    progress_percent: gate.progress_percent,
    image_count: project.images.length,
    hero_image_id: project.hero_image_id,
    hero_source: project.hero_source,
    next_question: nextQuestion(gate, project.status),
  }
}

export function imageBriefs({ images }: ApiProject): ImageBrief[] {
  return images.map(({ image_id, image_type, alt_text: alt }) => ({
    image_id,
    image_type,
    alt_text: alt.length <= ALT_TEXT_TOLD_CHARS ? alt : `${alt.slice(0, ALT_TEXT_TOLD_CHARS - 1)}…`,
  }))
}

/** The whole project for the view. */
export function privateOf(project: ApiProject): ProjectPrivate {
  return {
    project,
    [DOCUMENT_META]: { documentId: project.project_id, epoch: project.epoch, revision: project.revision, value: { sections: sectionsOf(project) } },
  }
}

/** The story as the document of the sections has it: no entry where nothing is said. */
function sectionsOf(project: ApiProject): Record<string, string> {
  const { summary, challenge, solution, results, outcome_highlights: outcomes } = project
  const sections = { summary, challenge, solution, results, outcomes: outcomes.join('\n') }
  return Object.fromEntries(Object.entries(sections).filter(([, text]) => text !== ''))
}

/** Words for what publishing lacks; empty when nothing. */
function lacks({ missing_fields: missing, recommended_missing: recommended }: ApiGate): string {
  const needed = missing.length === 0 ? '' : ` Still needed before it can be published: ${missing.join(', ')}.`
  return recommended.length === 0 ? needed : `${needed} Recommended: ${recommended.join(', ')}.`
}

/** How a project stands, as a sentence for the chat. */
export function tell(project: ApiProject, said: string, gate: ApiGate = project.gate): string {
  const question = nextQuestion(gate, project.status)
  return `${said}${lacks(gate)}${question === null ? '' : ` Ask next: ${question}`}`
}

/** A project by its name, or what stands for it. */
export function nameOf({ title }: Pick<ApiProject, 'title'>): string {
  return title === '' ? 'The untitled project' : quoted(title)
}
