import type { Instance } from '../api/host-state.ts'

type Titled = Pick<Instance, 'id' | 'title' | 'description'>

/** What assistive technology calls a view's frame: title and description, numbered from the second of the same title on, so that no two are alike. */
export function frameTitle(instance: Titled, all: readonly Titled[]): string {
  const alike = all.filter(({ title }) => title === instance.title)
  const number = alike.findIndex(({ id }) => id === instance.id) + 1
  const title = number > 1 ? `${instance.title} (${number})` : instance.title
  return instance.description === '' ? title : `${title}: ${instance.description}`
}
