import { REQUIRED_FIELDS, type RequiredField } from '../../apps/portfolio/api/domain/publish-gate.ts'

/** What may lack, and what then must be said: the same list for REST, MCP and views. */
export interface GateRow {
  /** Four texts, some of them saying nothing. */
  facts: Record<'title' | 'project_type' | 'city' | 'state', string>
  hasPhotos: boolean
  missing: readonly RequiredField[]
}

const WHOLE = { title: 'Chimney rebuild', project_type: 'Masonry', city: 'Denver', state: 'CO' }
const TEXTS = ['title', 'project_type', 'city', 'state'] as const
/** Ways to say nothing, taken in turn. */
const NOTHINGS = ['', '   ', 'unknown', ' Unknown ', 'n/a']

/** Every combination that can be reached from outside: a cover is there as soon as a photo is. */
export const GATE_ROWS: readonly GateRow[] = Array.from({ length: 32 }, (_unused, bits) => {
  const lacks: readonly string[] = TEXTS.filter((_field, index) => (bits & (1 << index)) !== 0)
  const hasPhotos = (bits & 16) === 0
  const facts = { ...WHOLE }
  TEXTS.forEach((field, index) => {
    if (lacks.includes(field)) facts[field] = NOTHINGS[(bits + index) % NOTHINGS.length] ?? ''
  })
  const isMissing = (field: RequiredField): boolean => lacks.includes(field) || (!hasPhotos && (field === 'images' || field === 'hero_image_id'))
  return { facts, hasPhotos, missing: REQUIRED_FIELDS.filter(isMissing) }
})
