import { AppError } from '@lockstep/contract'
import type { DocumentSpec, DocumentStore, Policy, ValueOf } from '@lockstep/sync'
import { schemaVersionOf } from '@lockstep/sync/server'
import { createDocumentHandle, type DocumentHandle } from './document-handle.ts'

export interface DocumentParts {
  idleTtlMs: number
  store: DocumentStore
  now(): number
  onListenerError(error: unknown): void
}

/**
 * Checks a spec and opens its documents.
 * @throws {AppError} DOCUMENT_INVALID (blame user).
 */
export function declareDocument<const Spec extends DocumentSpec>(
  spec: Spec,
  { idleTtlMs, store, now, onListenerError }: DocumentParts,
): DocumentHandle<ValueOf<Spec>> {
  const problem = problemOf(spec, idleTtlMs)
  if (problem !== null)
    throw new AppError('DOCUMENT_INVALID', `Document '${spec.name}': ${problem}`, { blame: 'user', data: { document: spec.name } })
  return createDocumentHandle(spec, idleTtlMs, store, now, onListenerError)
}

function problemOf(spec: DocumentSpec, idleTtlMs: number): string | null {
  // names a tool and travels in its name
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(spec.name) || spec.name in Object.prototype) return 'expected a kebab-case name of at most 64 characters.'
  if (!(idleTtlMs > 0)) return `expected an idle time above 0 ms, got ${idleTtlMs}.`
  const version = schemaVersionOf(spec)
  if (!Number.isSafeInteger(version) || version < 1) return `expected schemaVersion to be a whole number from 1, got ${version}.`
  const fields = Object.entries(spec.fields)
  if (fields.length === 0) return 'expected at least one field.'
  for (const [field, policy] of fields) {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(field) || field in Object.prototype) return `expected field names of letters and digits, got '${field}'.`
    const wrong = policyProblem(policy, spec.fields)
    if (wrong !== null) return `field '${field}': ${wrong}`
  }
  return null
}

function policyProblem(policy: Policy, fields: DocumentSpec['fields']): string | null {
  switch (policy.kind) {
    case 'counters':
      return typeof policy.max === 'number' && !(policy.max > 0) ? `expected max above 0, got ${policy.max}.` : entriesProblem(policy.maxEntries)
    case 'list':
      return entriesProblem(policy.maxEntries)
    case 'last-writer': {
      if (!(policy.maxLength > 0)) return `expected maxLength above 0, got ${policy.maxLength}.`
      const { follows } = policy
      if (follows === undefined) return null
      const leader = Object.hasOwn(fields, follows) ? fields[follows] : undefined
      return leader === undefined || leader.kind === 'last-writer'
        ? `expected 'follows' to name a field of counters or a list, got '${follows}'.`
        : null
    }
  }
}

function entriesProblem(maxEntries: number | undefined): string | null {
  return maxEntries === undefined || maxEntries > 0 ? null : `expected maxEntries above 0, got ${maxEntries}.`
}
