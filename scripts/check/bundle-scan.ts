import { parseSync } from 'oxc-parser'

/** What a bundled view must not hold: code out of strings, and code or data from elsewhere. */
export interface BundleFault {
  what: 'evaluates a string' | 'loads code from elsewhere' | 'names an address' | 'carries a source map'
  excerpt: string
}

/** Addresses that are names of something and are never fetched. */
const NAMES = /^http:\/\/www\.w3\.org\//

const EXCERPT_CHARS = 80

/** Everything in a view's document that would run or fetch what did not go in when it was built. `allowed` are addresses that the app itself links to. */
export function scanBundle(html: string, allowed: readonly string[] = []): BundleFault[] {
  const script = /<script type="module">([\s\S]*)<\/script>/.exec(html)?.[1] ?? ''
  const outside = html.replace(script, '')
  const faults: BundleFault[] = []
  const add = (what: BundleFault['what'], excerpt: string) => faults.push({ what, excerpt: excerpt.slice(0, EXCERPT_CHARS) })
  for (const match of outside.matchAll(/<(?:script[^>]*\ssrc|link[^>]*\shref|iframe|object|embed|base)\b[^>]*/gi)) {
    if (!/href="data:/.test(match[0])) add('loads code from elsewhere', match[0])
  }
  for (const match of outside.matchAll(/url\(\s*['"]?(?!data:|#)([^)]*)\)|@import[^;]*/gi)) add('loads code from elsewhere', match[0])
  for (const match of html.matchAll(/sourceMappingURL=/g)) add('carries a source map', html.slice(match.index, match.index + EXCERPT_CHARS))
  for (const match of html.matchAll(/\b(?:https?|wss?):\/\/[\w.:%/?#&=@-]*/g)) {
    if (!NAMES.test(match[0]) && !allowed.some((each) => match[0].startsWith(each))) add('names an address', match[0])
  }
  walk(parseSync('view.js', script).program, (node) => {
    const text = () => script.slice(node.start, node.end)
    const callee = node.type === 'CallExpression' || node.type === 'NewExpression' ? calledName(node) : null
    if (callee === 'eval' || callee === 'Function') add('evaluates a string', text())
    if ((callee === 'setTimeout' || callee === 'setInterval') && isString(firstArgument(node))) add('evaluates a string', text())
    if (callee === 'importScripts' || callee === 'Worker' || callee === 'SharedWorker') add('loads code from elsewhere', text())
    if (node.type === 'ImportExpression' || node.type === 'ImportDeclaration') add('loads code from elsewhere', text())
  })
  return faults
}

interface Node {
  type: string
  start: number
  end: number
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit)
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) visit(value)
    for (const each of Object.values(value)) walk(each, visit)
  }
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number' && 'end' in value
}

/** `eval` of `eval()`, `globalThis.eval()`, `window['eval']()`. */
function calledName(node: Node): string | null {
  const callee = 'callee' in node ? node.callee : null
  if (typeof callee !== 'object' || callee === null || !('type' in callee)) return null
  if (callee.type === 'Identifier' && 'name' in callee) return String(callee.name)
  if (callee.type !== 'MemberExpression' || !('object' in callee) || !('property' in callee)) return null
  const { object, property } = callee
  const isGlobal = typeof object === 'object' && object !== null && 'name' in object && ['window', 'globalThis', 'self'].includes(String(object.name))
  if (!isGlobal || typeof property !== 'object' || property === null) return null
  return 'name' in property ? String(property.name) : 'value' in property ? String(property.value) : null
}

function firstArgument(node: Node): unknown {
  return 'arguments' in node && Array.isArray(node.arguments) ? node.arguments[0] : null
}

function isString(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'Literal' && 'value' in node && typeof node.value === 'string'
}
