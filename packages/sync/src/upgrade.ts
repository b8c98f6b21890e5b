import { AppError } from '@lockstep/contract'
import { schemaVersionOf, type DocumentSpec, type DocumentValue } from './document.ts'

/**
 * A value of an older schema in the words of this one.
 * @throws {AppError} DOCUMENT_TOO_NEW for one of a newer schema, DOCUMENT_NO_MIGRATION when the spec cannot bring it up (blame user).
 */
export function upgradeValue(spec: DocumentSpec, value: DocumentValue, fromVersion: number): DocumentValue {
  const version = schemaVersionOf(spec)
  if (fromVersion === version) return value
  if (fromVersion > version) {
    throw new AppError('DOCUMENT_TOO_NEW', `Expected a ${spec.name} of schema ${version} or older, got ${fromVersion}. A newer server wrote it.`)
  }
  if (spec.migrate === undefined) {
    const message = `Expected ${spec.name} to say how a value of schema ${fromVersion} becomes one of ${version}, got no migrate. Add it to the document's declaration.`
    throw new AppError('DOCUMENT_NO_MIGRATION', message, { blame: 'user' })
  }
  return spec.migrate(value, fromVersion)
}
