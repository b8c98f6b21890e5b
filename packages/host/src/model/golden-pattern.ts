import { AppError } from '@lockstep/contract'
import { leadingNumber } from './number-words.ts'
import { parseLines } from './parse-lines.ts'

export type SlotValues = Readonly<Record<string, unknown>>

export interface PatternMatch {
  slots: SlotValues
  /** Words of the pattern that were found literally: of two matching patterns the one that says more wins. */
  literalWords: number
}

type Element =
  | { kind: 'word'; word: string }
  | { kind: 'choice'; alternatives: string[][]; isOptional: boolean }
  | { kind: 'slot'; name: string; type: 'text' | 'number' | 'lines' }

interface Token {
  word: string
  start: number
  end: number
}

/** Characters of a sentence that patterns are tried on; a longer one matches none. */
const SENTENCE_MAX_CHARS = 2_000

/**
 * Compiles a pattern of `golden.json` (its language is described with `goldenPromptSchema`) to a matcher for whole sentences.
 * @throws {AppError} HOST_BAD_PATTERN
 */
export function compilePattern(pattern: string): (sentence: string) => PatternMatch | null {
  const elements = parsePattern(pattern)
  return (sentence) => {
    if (sentence.length > SENTENCE_MAX_CHARS) return null
    const tokens = tokenise(sentence)
    return matchFrom(elements, 0, tokens, 0, sentence)
  }
}

function matchFrom(elements: readonly Element[], at: number, tokens: readonly Token[], from: number, sentence: string): PatternMatch | null {
  const element = elements[at]
  if (element === undefined) return from === tokens.length ? { slots: {}, literalWords: 0 } : null
  if (element.kind === 'word') {
    if (tokens[from]?.word !== element.word) return null
    return counted(matchFrom(elements, at + 1, tokens, from + 1, sentence), 1)
  }
  if (element.kind === 'choice') {
    for (const words of element.alternatives) {
      if (!words.every((word, index) => tokens[from + index]?.word === word)) continue
      const rest = matchFrom(elements, at + 1, tokens, from + words.length, sentence)
      if (rest !== null) return counted(rest, words.length)
    }
    return element.isOptional ? matchFrom(elements, at + 1, tokens, from, sentence) : null
  }
  for (let to = from + 1; to <= tokens.length; to += 1) {
    const rest = matchFrom(elements, at + 1, tokens, to, sentence)
    if (rest === null) continue
    const value = slotValue(element.type, sentence.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0))
    if (value !== null) return { ...rest, slots: { [element.name]: value, ...rest.slots } }
  }
  return null
}

function counted(match: PatternMatch | null, words: number): PatternMatch | null {
  return match === null ? null : { ...match, literalWords: match.literalWords + words }
}

function slotValue(type: 'text' | 'number' | 'lines', text: string): unknown {
  if (type === 'text') return text.trim()
  if (type === 'lines') return parseLines(text)
  const words = text.trim().split(/\s+/)
  const number = leadingNumber(words)
  return number !== null && number.length === words.length ? number.value : null
}

function parsePattern(pattern: string): Element[] {
  const elements: Element[] = []
  const parts = pattern.matchAll(/\{([^{}]*)\}|\[([^[\]]*)\]|([^{}[\]]+)|([{}[\]])/g)
  for (const [, slot, optional, words, stray] of parts) {
    if (stray !== undefined) throw bad(pattern, `a ${stray} without its partner`)
    if (slot !== undefined) elements.push(parseSlot(pattern, slot))
    else if (optional !== undefined) elements.push({ kind: 'choice', alternatives: alternativesOf(optional), isOptional: true })
    else for (const chunk of (words ?? '').split(/\s+/)) elements.push(...literal(chunk))
  }
  if (elements.length === 0) throw bad(pattern, 'nothing')
  return elements
}

/** A chunk without spaces outside brackets: its words, or with `|` a choice of one. */
function literal(chunk: string): Element[] {
  if (chunk.includes('|')) return [{ kind: 'choice', alternatives: alternativesOf(chunk), isOptional: false }]
  return wordsOf(chunk).map((word) => ({ kind: 'word', word }))
}

function alternativesOf(text: string): string[][] {
  return text
    .split('|')
    .map(wordsOf)
    .filter((alternative) => alternative.length > 0)
}

function parseSlot(pattern: string, text: string): Element {
  const match = /^\s*([A-Za-z][A-Za-z0-9_]*)\s*(?::\s*(text|number|lines)\s*)?$/.exec(text)
  if (match === null) throw bad(pattern, `the slot {${text}}`)
  const type = match[2] === 'number' || match[2] === 'lines' ? match[2] : 'text'
  return { kind: 'slot', name: match[1] ?? '', type }
}

function bad(pattern: string, got: string): AppError {
  return new AppError(
    'HOST_BAD_PATTERN',
    `Expected words, [optional words] and {slots} or {slots:number|lines}, got ${got} in "${pattern}". Correct golden.json.`,
    {
      blame: 'user',
    },
  )
}

function wordsOf(text: string): string[] {
  return tokenise(text).map(({ word }) => word)
}

/** Words without case, apostrophes and punctuation, each with its place; "1.5", "x2" and "-3" are words. */
function tokenise(text: string): Token[] {
  return [...text.matchAll(/[-−]?\d+(?:[.,]\d+)+|[-−]\d+|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[×&]/gu)].map((match) => ({
    word: match[0].toLowerCase().replaceAll(/['’]/g, ''),
    start: match.index,
    end: match.index + match[0].length,
  }))
}
