import type { DocumentSpec, DocumentValue } from './document.ts'
import type { CountersPolicy } from './policies.ts'

/**
 * A document's value as its spec types it: numbers under counters, texts elsewhere. Needs a spec whose type names its fields, such as one declared
 * with `satisfies DocumentSpec`; of one typed `DocumentSpec` it is `DocumentValue`.
 */
export type ValueOf<Spec extends DocumentSpec> = DocumentSpec extends Spec
  ? DocumentValue
  : { readonly [Field in keyof Spec['fields']]: Readonly<Record<string, Spec['fields'][Field] extends CountersPolicy ? number : string>> }
