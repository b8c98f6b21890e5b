import type { Policy } from './policies.ts'

/**
 * A document's value: named fields, each a map from entry id to a number or a text.
 * An absent entry is 0 in a counter field and '' in a text field; ids start with a letter, so key order is insertion order.
 */
export type DocumentValue = Readonly<Record<string, FieldValue>>
export type FieldValue = Readonly<Record<string, Entry>>
export type Entry = number | string

/** A synced document: a merge policy per field. Declared once, used by server and view. */
export interface DocumentSpec {
  /** Kebab-case; names the document's table rows and hooks. */
  readonly name: string
  /** Raised when what is in a field changes its meaning; a new field alone needs no new version. Default 1. */
  readonly schemaVersion?: number
  readonly fields: Readonly<Record<string, Policy>>
  /** Brings a value of an older version up to this one, entry by entry: it also gets values that hold only the entries an edit touched. Pure. */
  readonly migrate?: (value: DocumentValue, fromVersion: number) => DocumentValue
}

export function schemaVersionOf(spec: DocumentSpec): number {
  return spec.schemaVersion ?? 1
}

/** One state of one document, as the server issued it. */
export interface Snapshot {
  readonly documentId: string
  /** Tag of the database and of this life of the document in it; revisions compare only inside one epoch. */
  readonly epoch: string
  /** Integer >= 0; 0 = never stored. */
  readonly revision: number
  readonly value: DocumentValue
  /** Of the spec that drew the value, when not 1. */
  readonly schemaVersion?: number
}

/** The value with every declared field present, so code may index fields without asking. */
export function emptyValue(spec: DocumentSpec): DocumentValue {
  const value: Record<string, FieldValue> = {}
  for (const field in spec.fields) value[field] = {}
  return value
}

/** True when both hold the same entries in every field; order counts, because a person sees it. */
export function sameValue(a: DocumentValue, b: DocumentValue): boolean {
  if (a === b) return true
  const fields = Object.keys(a)
  return fields.length === Object.keys(b).length && fields.every((field) => sameEntries(a[field], b[field]))
}

function sameEntries(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const ids = Object.keys(a)
  const others = Object.keys(b)
  return ids.length === others.length && ids.every((id, index) => id === others[index] && a[id] === b[id])
}
