import type { Instance } from '../api/host-state.ts'

const DESCRIPTION_MAX_CHARS = 200

type Titled = Pick<Instance, 'id' | 'title' | 'description'>

/** What assistive technology calls a view's frame: title and description, numbered from the second of the same title on, so that no two are alike. */
export function frameTitle(instance: Titled, all: readonly Titled[]): string {
  const alike = all.filter(({ title }) => title === instance.title)
  const number = alike.findIndex(({ id }) => id === instance.id) + 1
  const title = number > 1 ? `${instance.title} (${number})` : instance.title
  return instance.description === '' ? title : `${title}: ${clip(instance.description)}`
}

/** Descriptions of tools are written for models and may be pages long; a name is heard to its end. */
function clip(description: string): string {
  if (description.length <= DESCRIPTION_MAX_CHARS) return description
  return `${description.slice(0, DESCRIPTION_MAX_CHARS).replace(/\s+\S*$/, '')}…`
}
