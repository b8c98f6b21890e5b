import { isRecord, OPENAI_BLOCK_META } from '@lockstep/contract'
import type { Instance } from '../api/host-state.ts'

/** What a view told the model, as the person is shown it. */
export interface ToldContext {
  instanceId: string
  view: string
  /** In the view's own words where it gave any; else what kind of thing it is. */
  label: string
}

/** Characters of a label. */
const LABEL_MAX_CHARS = 60

/** One per open view that told the model something; what is addressed to the assistant alone stays out of sight. */
export function toldContexts(instances: readonly Instance[]): ToldContext[] {
  return instances.flatMap(({ id, title, phase, modelContext }) => {
    if (modelContext === null || phase === 'closed') return []
    const { content, structuredContent } = modelContext
    const blocks = (Array.isArray(content) ? content : []).filter(isRecord)
    const shown = blocks.filter(isForPerson)
    if (shown.length === 0 && (blocks.length > 0 || !isRecord(structuredContent))) return []
    return [{ instanceId: id, view: title, label: shown.map(labelOf).find((label) => label !== '') ?? 'data for the model' }]
  })
}

function isForPerson({ annotations }: Record<string, unknown>): boolean {
  const audience = isRecord(annotations) ? annotations['audience'] : undefined
  return !Array.isArray(audience) || audience.includes('user')
}

function labelOf({ type, text, name, _meta }: Record<string, unknown>): string {
  const given = isRecord(_meta) ? _meta[OPENAI_BLOCK_META.title] : undefined
  const words = typeof given === 'string' ? given : type === 'text' ? text : name
  const line = typeof words === 'string' ? words.replaceAll(/\s+/g, ' ').trim() : ''
  if (line === '') return type === 'image' ? 'an image' : ''
  return line.length <= LABEL_MAX_CHARS ? line : `${line.slice(0, LABEL_MAX_CHARS - 1)}…`
}
