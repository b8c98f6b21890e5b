import { JSON_MAX_DEPTH, JSON_MAX_ELEMENTS } from './http-limits.ts'
import { httpError } from './http-refusal.ts'

/** Names through which an object reaches its prototype. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const QUOTE = 34
const BACKSLASH = 92

interface Frame {
  /** Null in an array. */
  keys: Set<string> | null
  expectsKey: boolean
}

/**
 * Parses a JSON body and refuses what no honest client sends. @throws {HttpRefusal} 400 `invalid_json`, `forbidden_key`, `duplicate_key`,
 * `too_deep`; 413 `too_large` past JSON_MAX_ELEMENTS.
 *
 * The text is scanned before it is parsed, because JSON.parse silently keeps the last of two equal keys and its result no longer shows that.
 */
export function parseJson(text: string): unknown {
  scanStructure(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not valid JSON' : 'it could not be read'
    throw httpError(400, 'invalid_json', `Expected a JSON body, but ${reason}.`)
  }
}

/** One pass over brackets and strings; grammar is left to JSON.parse. */
function scanStructure(text: string): void {
  const stack: Frame[] = []
  let top: Frame | null = null
  let elements = 0
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index)
    if (char === QUOTE) {
      const end = endOfString(text, index)
      if (top?.keys && top.expectsKey) checkKey(text.slice(index, end + 1), top.keys)
      if (top) top.expectsKey = false
      index = end
    } else if (char === 123 || char === 91) {
      top = { keys: char === 123 ? new Set() : null, expectsKey: true }
      if (stack.push(top) > JSON_MAX_DEPTH) throw httpError(400, 'too_deep', `The body nests deeper than ${JSON_MAX_DEPTH} levels.`)
    } else if (char === 125 || char === 93) {
      stack.pop()
      top = stack.at(-1) ?? null
    } else if (char === 44) {
      if (top) top.expectsKey = true
      if (++elements > JSON_MAX_ELEMENTS) {
        throw httpError(413, 'too_large', `The body holds more than ${JSON_MAX_ELEMENTS} elements; send fewer.`)
      }
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const char = text.charCodeAt(index)
    if (char === BACKSLASH) index++
    else if (char === QUOTE) return index
  }
  throw httpError(400, 'invalid_json', 'Expected a JSON body, but a string in it never ends.')
}

function checkKey(literal: string, keys: Set<string>): void {
  const key = literal.includes('\\') ? unescapeKey(literal) : literal.slice(1, -1)
  if (FORBIDDEN_KEYS.has(key)) throw httpError(400, 'forbidden_key', `The body may not hold a member named ${key}.`)
  if (keys.has(key)) throw httpError(400, 'duplicate_key', `The body holds the member ${JSON.stringify(key.slice(0, 64))} twice.`)
  keys.add(key)
}

function unescapeKey(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch {
    throw httpError(400, 'invalid_json', 'Expected a JSON body, but a string in it is not valid JSON.')
  }
}
