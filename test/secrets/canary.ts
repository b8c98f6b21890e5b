/** Something that must not turn up where it does not belong; every one is unlike any other text. */
export interface Canary {
  readonly name: string
  readonly text: string
}

/** A text and where it was seen. */
export interface Sighting {
  readonly where: string
  readonly text: string
}

/** Which canaries turned up where, a line each, in every spelling in which a program may pass them on. */
export function sightings(canaries: readonly Canary[], seen: readonly Sighting[]): string[] {
  return canaries.flatMap(({ name, text }) => {
    const spellings = [text, encodeURIComponent(text), Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text).toString('hex')]
    return seen.filter((each) => spellings.some((spelling) => each.text.includes(spelling))).map(({ where }) => `${name} in ${where}`)
  })
}
