import type { ChangeProject, ChangeSections, CreateProject } from '../../shared/api-types.ts'
import { cleanText } from '../../shared/clean-text.ts'
import { readProject, type ProjectValue } from './project-document.ts'

/** Wire name of a fact -> its entry in the document. */
const FACTS = {
  title: 'title',
  project_type: 'projectType',
  city: 'city',
  state: 'state',
  neighborhood: 'neighborhood',
  duration: 'duration',
  tags: 'tags',
  materials: 'materials',
  techniques: 'techniques',
  seo_title: 'seoTitle',
  seo_description: 'seoDescription',
} as const
const SECTIONS = { summary: 'summary', challenge: 'challenge', solution: 'solution', results: 'results', outcome_highlights: 'outcomes' } as const

/** The value of a project that was just made. */
export function newProjectValue(ownerId: string, createdAt: number, wish: CreateProject): ProjectValue {
  const empty: ProjectValue = {
    record: { ownerId, status: 'draft', createdAt: String(createdAt) },
    facts: {},
    sections: {},
    description: {},
    images: {},
    imageTypes: {},
    altTexts: {},
    pictures: {},
    hero: {},
  }
  return withSections(withFacts(empty, wish), wish)
}

/** Only what is named changes; an empty text takes the entry out. */
export function withFacts(value: ProjectValue, wish: Omit<ChangeProject, 'description' | 'description_manual' | 'status'>): ProjectValue {
  return { ...value, facts: withTexts(value.facts, FACTS, wish) }
}

export function withSections(value: ProjectValue, wish: ChangeSections): ProjectValue {
  return { ...value, sections: withTexts(value.sections, SECTIONS, wish) }
}

/** A description that comes from outside is one by hand, unless it is said not to be. One that is only said to be by hand stays as it reads. */
export function withDescription(value: ProjectValue, wish: Pick<ChangeProject, 'description' | 'description_manual'>): ProjectValue {
  if (wish.description === undefined && wish.description_manual === undefined) return value
  const isManual = wish.description_manual ?? true
  const text = cleanText(wish.description ?? readProject('', 0, value, { updatedAt: 0 })?.project.description ?? '')
  return { ...value, description: isManual ? { manual: 'yes', ...(text === '' ? {} : { text }) } : {} }
}

function withTexts<Name extends string>(
  before: Readonly<Record<string, string>>,
  names: Readonly<Record<Name, string>>,
  wish: { readonly [Key in Name]?: string | readonly string[] | undefined },
): Record<string, string> {
  const next = { ...before }
  for (const [name, entry] of Object.entries(names) as Array<[Name, string]>) {
    const said = wish[name]
    if (said === undefined) continue
    const text =
      typeof said === 'string'
        ? cleanText(said)
        : said
            .map((each) => cleanText(each).replaceAll('\n', ' '))
            .filter((each) => each !== '')
            .join('\n')
    if (text === '') delete next[entry]
    else next[entry] = text
  }
  return next
}
