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
  /** Raised when the fields change. Default 1. */
  readonly schemaVersion?: number
  readonly fields: Readonly<Record<string, Policy>>
}

/** One state of one document, as the server issued it. */
export interface Snapshot {
  readonly documentId: string
  /** Random tag of the database; revisions compare only inside one epoch. */
  readonly epoch: string
  /** Integer >= 0; 0 = never stored. */
  readonly revision: number
  readonly value: DocumentValue
}

/** The value with every declared field present, so code may index fields without asking. */
export function emptyValue(spec: DocumentSpec): DocumentValue {
  return Object.fromEntries(Object.keys(spec.fields).map((field) => [field, {}]))
}

/** True when both hold the same entries in every field; order counts, because a person sees it. */
export function sameValue(a: DocumentValue, b: DocumentValue): boolean {
  return a === b || canonicalValue(a) === canonicalValue(b)
}

/** One text per value: fields sorted, entries in their order. */
export function canonicalValue(value: DocumentValue): string {
  return JSON.stringify(
    Object.keys(value)
      .sort()
      .map((field) => [field, Object.entries(value[field] ?? {})]),
  )
}
