import { DECLARED_LINE_FIELDS } from './schemas.ts'

/** Characters of a member's name that are echoed back. */
const NAME_MAX_CHARS = 40

/** Where the items have members the cart does not declare, as dotted paths: they are left out, and the caller is told. */
export function droppedFields(items: ReadonlyArray<Readonly<Record<string, unknown>>>): string[] {
  const paths = items.flatMap((item, index) =>
    Object.keys(item)
      .filter((field) => !DECLARED_LINE_FIELDS.has(field))
      .map((field) => `items.${index}.${field.slice(0, NAME_MAX_CHARS)}`),
  )
  return paths.slice(0, 50)
}
