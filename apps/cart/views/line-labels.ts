import { productOf, type Catalogue } from './catalogue.ts'

/** What each product is called in the names of its controls: its name, with the unit where two share a name, numbered where even that is not enough. */
export function lineLabels(ids: readonly string[], catalogue: Catalogue): ReadonlyMap<string, string> {
  const withUnit = distinguish(
    ids,
    ids.map((id) => productOf(catalogue, id).name),
    (id) => productOf(catalogue, id).unit,
  )
  const numbered = distinguish(ids, withUnit, (_id, position) => String(position))
  return new Map(ids.map((id, index) => [id, numbered[index] ?? id]))
}

/** Adds `more` to those texts that occur twice. */
function distinguish(ids: readonly string[], texts: readonly string[], more: (id: string, position: number) => string): string[] {
  const seen = new Map<string, number>()
  for (const text of texts) seen.set(text, (seen.get(text) ?? 0) + 1)
  return ids.map((id, index) => {
    const text = texts[index] ?? ''
    return (seen.get(text) ?? 0) > 1 ? [text, more(id, index + 1)].filter(Boolean).join(', ') : text
  })
}
