import { parseSync } from 'oxc-parser'
import { isNode, rootName, walk, type SyntaxNode } from '../purity/syntax-node.ts'

const IDS = /^(?:(?:S\d\.[A-Z0-9]+(?:\.\d+)?|[MXKRH]\d+|SEC\d+)[\s,:+&/]+)+/

/** The requirement ids a test's name starts with: `S0.9 M18 an empty list …` carries two. */
export function leadingIds(name: string): string[] {
  const head = IDS.exec(`${name} `)?.[0] ?? ''
  return head.split(/[\s,:+&/]+/).filter((id) => id !== '')
}

/** The names of the tests in a file, in order; of a name with parts that are filled in, what comes before the first. */
export function testNames(file: string, text: string): string[] {
  const program: unknown = parseSync(file, text).program
  const names: string[] = []
  if (!isNode(program)) return names
  walk(program, (node) => {
    const name = isTestCall(node) && Array.isArray(node['arguments']) ? literal(node['arguments'][0]) : null
    if (name !== null) names.push(name)
  })
  return names
}

/** `test(…)`, `it.only(…)`, and the second call of `test.each(…)(…)`; a skipped test shows nothing. */
function isTestCall(node: SyntaxNode): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = isNode(node['callee']) && node['callee'].type === 'CallExpression' ? node['callee']['callee'] : node['callee']
  if (!/^(test|it)$/.test(rootName(callee) ?? '')) return false
  let hasSkip = false
  if (isNode(callee)) walk(callee, (part) => (hasSkip ||= part.type === 'Identifier' && /^(skip|todo)$/.test(String(part['name']))))
  return !hasSkip
}

function literal(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return null
  const [first]: unknown[] = node['quasis']
  const value: unknown = isNode(first) ? first['value'] : null
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : null
}
