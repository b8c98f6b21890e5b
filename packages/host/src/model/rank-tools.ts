import { isRecord } from '@lockstep/contract'
import type { ToolForModel } from './model.ts'
import { recordOr } from '../core/record-or.ts'

export interface RankedTool {
  tool: ToolForModel
  score: number
}

/** BM25's usual constants: saturation of repeated words, and how much a long text is held against it. */
const K1 = 1.2
const B = 0.75
/** A word of the name says more than one of the description. */
const NAME_WEIGHT = 3

const STOP_WORDS = new Set(
  'a an the and or of to in on at for from with by as is are was be been it its this that these those i me my we you your he she they them what which who when where how why do does did can could would should will please hey hi hello some any there here use user tool want wants need needs like into out up get got have has not no'.split(
    ' ',
  ),
)

/** The tools that share words with the sentence, best first. Words count by how rare they are among the tools. */
export function rankTools(sentence: string, tools: readonly ToolForModel[]): RankedTool[] {
  const query = new Set(stems(sentence))
  const documents = tools.map((tool) => ({ tool, words: toolWords(tool) }))
  const averageLength = documents.reduce((sum, { words }) => sum + words.length, 0) / Math.max(documents.length, 1)
  const ranked = documents.map(({ tool, words }) => {
    let score = 0
    for (const term of query) {
      const frequency = words.filter((word) => word === term).length
      if (frequency === 0) continue
      const containing = documents.filter((other) => other.words.includes(term)).length
      const rarity = Math.log(1 + (documents.length - containing + 0.5) / (containing + 0.5))
      score += (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * words.length) / averageLength))
    }
    return { tool, score }
  })
  return ranked.filter(({ score }) => score > 0).toSorted((left, right) => right.score - left.score)
}

function toolWords(tool: ToolForModel): string[] {
  const properties = recordOr(tool.inputSchema['properties'])
  const parameters = Object.entries(properties).flatMap(([name, schema]) => [
    name,
    isRecord(schema) && typeof schema['description'] === 'string' ? schema['description'] : '',
  ])
  const names = stems(`${tool.name} ${tool.title}`)
  return [...Array.from({ length: NAME_WEIGHT }, () => names).flat(), ...stems(`${tool.description} ${parameters.join(' ')}`)]
}

/** Words cut to a stem that "carts", "adding" and "added" share with "cart" and "add"; without the words that every sentence has. */
function stems(text: string): string[] {
  const words =
    text
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => !STOP_WORDS.has(word) && word.length > 1).map(stem)
}

function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  for (const ending of ['ing', 'ed', 'es', 's']) {
    if (word.length > ending.length + 2 && word.endsWith(ending) && !word.endsWith('ss')) return undouble(word.slice(0, -ending.length))
  }
  return word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) && word.length > 3 ? word.slice(0, -1) : word
}
