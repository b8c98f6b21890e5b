import { isBlank } from './is-blank.ts'
import { TEXT_LIMITS } from './limits.ts'
import type { Narrative } from './project.ts'

/** The narrative as one text, block by block; empty when there is nothing to tell. Cut at the limit, at the end of a word. Pure. */
export function composeDescription({ summary, challenge, solution, results, outcomeHighlights }: Narrative): string {
  const outcomes = outcomeHighlights.filter((outcome) => !isBlank(outcome)).map((outcome) => `- ${outcome.trim()}`)
  const blocks = [
    ['', summary],
    ['Challenge\n', challenge],
    ['Solution\n', solution],
    ['Results\n', results],
    ['Outcomes\n', outcomes.join('\n')],
  ] as const
  const text = blocks.flatMap(([heading, words]) => (isBlank(words) ? [] : [`${heading}${words.trim()}`])).join('\n\n')
  return cutAtWord(text, TEXT_LIMITS.description)
}

/** At most `max` UTF-16 units, without half a word or half a character. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 1)
  const space = cut.search(/\s\S*$/u)
  // one long word has no place to be cut at but between two characters
  const kept = space > max / 2 ? cut.slice(0, space) : cut.replace(/[\uD800-\uDBFF]$/u, '')
  return `${kept.trimEnd()}…`
}
