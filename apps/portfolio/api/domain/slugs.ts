/** Characters of a slug. */
const SLUG_MAX_CHARS = 80

/** Words of an address: `Déjà vu & Söhne` becomes `deja-vu-sohne`; empty when nothing of it can stand there. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX_CHARS)
    .replaceAll(/^-+|-+$/g, '')
}

/** Part of the public address that tells the place: city and state. */
export function citySlugOf(city: string, state: string): string {
  return slugOf(`${city} ${state}`) || 'project'
}

/** A project's own part, made unique by what is random in its id; kept after the first publication. */
export function projectSlugOf(title: string, projectId: string): string {
  const suffix = projectId
    .replaceAll(/[^a-z0-9]/gi, '')
    .slice(-8)
    .toLowerCase()
  return `${slugOf(title) || 'project'}-${suffix}`
}
