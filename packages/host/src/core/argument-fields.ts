import { AppError, isRecord } from '@lockstep/contract'
import type { ArgumentField } from '../api/host-state.ts'

/** One field per property of a tool's input schema, with what the model proposes; nested values are asked for as JSON. */
export function argumentFields(inputSchema: Record<string, unknown>, proposed: Record<string, unknown>): ArgumentField[] {
  const properties = isRecord(inputSchema['properties']) ? inputSchema['properties'] : {}
  const required = Array.isArray(inputSchema['required']) ? inputSchema['required'] : []
  return Object.entries(properties).map(([name, raw]) => {
    const schema = isRecord(raw) ? raw : {}
    const choices = Array.isArray(schema['enum']) ? schema['enum'].filter((item): item is string => typeof item === 'string') : []
    const type = choices.length > 0 ? 'choice' : fieldType(schema['type'])
    return {
      name,
      label: typeof schema['title'] === 'string' ? schema['title'] : spaced(name),
      description: typeof schema['description'] === 'string' ? schema['description'] : '',
      type,
      choices,
      required: required.includes(name),
      proposed: fieldText(type, Object.hasOwn(proposed, name) ? proposed[name] : undefined),
    }
  })
}

/**
 * What the person typed as arguments; empty text leaves an argument out.
 * @throws {AppError} HOST_BAD_FIELD with `data.path`
 */
export function readFields(fields: readonly ArgumentField[], texts: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = fields.flatMap((field) => {
    const text = Object.hasOwn(texts, field.name) ? (texts[field.name] ?? '') : ''
    if (text.trim() === '') {
      if (field.required) throw bad(field, 'a value', 'nothing')
      return []
    }
    return [[field.name, readField(field, text)] as const]
  })
  return Object.fromEntries(entries)
}

function readField(field: ArgumentField, text: string): unknown {
  switch (field.type) {
    case 'text':
      return text
    case 'number':
    case 'integer': {
      const value = Number(text)
      if (!Number.isFinite(value) || (field.type === 'integer' && !Number.isInteger(value)))
        throw bad(field, field.type === 'integer' ? 'a whole number' : 'a number', text)
      return value
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw bad(field, 'true or false', text)
      return text === 'true'
    case 'choice':
      if (!field.choices.includes(text)) throw bad(field, `one of ${field.choices.join(', ')}`, text)
      return text
    case 'json':
      try {
        return JSON.parse(text) as unknown
      } catch {
        throw bad(field, 'JSON', text)
      }
  }
}

function bad(field: ArgumentField, expected: string, got: string): AppError {
  return new AppError('HOST_BAD_FIELD', `${field.label}: expected ${expected}, got ${got.slice(0, 80)}.`, {
    blame: 'user',
    data: { path: field.name },
  })
}

function fieldType(type: unknown): ArgumentField['type'] {
  if (type === 'string') return 'text'
  return type === 'number' || type === 'integer' || type === 'boolean' ? type : 'json'
}

function fieldText(type: ArgumentField['type'], value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' && type !== 'json' ? value : JSON.stringify(value)
}

function spaced(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
