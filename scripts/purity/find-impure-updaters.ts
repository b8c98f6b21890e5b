import { parseSync } from 'oxc-parser'
import { lineOf, type Finding } from '../check/finding.ts'
import { childNodes, isFunction, isNode, lastName, rootName, walk, type SyntaxNode } from './syntax-node.ts'

/** `setItems(fn)`, `edit(fn)` of a document, and the reducer of `useReducer`: React and the sync engine may run these functions twice or never. */
const TAKES_UPDATER = /^(set[A-Z]\w*|edit|useReducer)$/
const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate'])
/** Calls that reach out of the function even where their value is used. */
const REACHES_OUT =
  /^(fetch|setTimeout|setInterval|setImmediate|queueMicrotask|postMessage|callTool|sendBeacon|sendMessage|setWidgetState|sync[A-Z]\w*|set[A-Z]\w*)$/

/**
 * Side effects inside a state updater, which must be a pure function of the state before.
 * An effect is: a call whose value is thrown away or that reaches out by name, `await`, `console`, or writing to something that is not local.
 * Changing a copy made inside the updater is fine.
 */
export function findImpureUpdaters(file: string, text: string): Finding[] {
  const program: unknown = parseSync(file, text).program
  if (!isNode(program)) return []
  const named = namedFunctions(program)
  const updaters = new Set<SyntaxNode>()
  walk(program, (node) => {
    const updater = updaterOf(node, named)
    if (updater !== null) updaters.add(updater)
  })
  return [...updaters].flatMap((updater) =>
    effectsIn(updater).map(({ node, what }) => ({
      file,
      line: lineOf(text, node.start),
      message: `${what} inside a state updater: an updater may run twice or never, do this beside it`,
    })),
  )
}

/** Functions that a name in this file stands for. */
function namedFunctions(program: SyntaxNode): Map<string, SyntaxNode> {
  const named = new Map<string, SyntaxNode>()
  walk(program, (node) => {
    if (node.type === 'FunctionDeclaration') named.set(lastName(node['id']) ?? '', node)
    if (node.type === 'VariableDeclarator' && isFunction(node['init'])) named.set(lastName(node['id']) ?? '', node['init'])
  })
  return named
}

function updaterOf(node: SyntaxNode, named: ReadonlyMap<string, SyntaxNode>): SyntaxNode | null {
  if (node.type !== 'CallExpression' || !Array.isArray(node['arguments'])) return null
  const name = lastName(node['callee'])
  if (name === null || TIMERS.has(name) || !TAKES_UPDATER.test(name)) return null
  const first: unknown = node['arguments'][0]
  if (isFunction(first)) return first
  return named.get((isNode(first) && first.type === 'Identifier' && lastName(first)) || '') ?? null
}

interface Effect {
  node: SyntaxNode
  what: string
}

function effectsIn(updater: SyntaxNode): Effect[] {
  const locals = localNames(updater)
  const isLocal = (node: unknown) => locals.has(rootName(node) ?? '')
  const effects: Effect[] = []
  const discarded = new Set<SyntaxNode>()
  walk(updater, (node) => {
    for (const child of discardedBy(node)) if (child.type === 'CallExpression') discarded.add(child)
    const what = effectOf(node, discarded.has(node), isLocal)
    if (what !== null) effects.push({ node, what })
  })
  return effects
}

function effectOf(node: SyntaxNode, isDiscarded: boolean, isLocal: (node: unknown) => boolean): string | null {
  switch (node.type) {
    case 'AwaitExpression':
      return '`await`'
    case 'AssignmentExpression':
      return isPattern(node['left']) || isLocal(node['left']) ? null : `writing to \`${rootName(node['left']) ?? 'something outside'}\``
    case 'UpdateExpression':
      return isLocal(node['argument']) ? null : `writing to \`${rootName(node['argument']) ?? 'something outside'}\``
    case 'CallExpression': {
      const callee = node['callee']
      const name = lastName(callee) ?? 'a function'
      if (rootName(callee) === 'console') return '`console`'
      if (REACHES_OUT.test(name) && !isLocal(callee)) return `calling \`${name}\``
      return isDiscarded && !(isNode(callee) && callee.type === 'MemberExpression' && isLocal(callee)) ? `calling \`${name}\` for its effect` : null
    }
    default:
      return null
  }
}

const isPattern = (node: unknown): boolean => isNode(node) && node.type.endsWith('Pattern')

/** The expressions whose value this node throws away. */
function discardedBy(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'ExpressionStatement') return droppedValues(node['expression'])
  if (node.type === 'UnaryExpression' && node['operator'] === 'void') return droppedValues(node['argument'])
  if (node.type === 'SequenceExpression' && Array.isArray(node['expressions'])) return node['expressions'].slice(0, -1).flatMap(droppedValues)
  return []
}

/** `a && b()` drops the value of `b()`, and so on for every branch. */
function droppedValues(value: unknown): SyntaxNode[] {
  if (!isNode(value)) return []
  if (/^(LogicalExpression|ConditionalExpression|ChainExpression|ParenthesizedExpression|SequenceExpression)$/.test(value.type)) {
    return childNodes(value).flatMap(droppedValues)
  }
  return [value]
}

/** Names declared inside the updater; its parameters are the state before, which may not be written to. */
function localNames(updater: SyntaxNode): Set<string> {
  const names = new Set<string>()
  walk(updater, (node) => {
    if (node.type === 'VariableDeclarator' && isNode(node['id']))
      walk(node['id'], (part) => part.type === 'Identifier' && names.add(String(part['name'])))
    if (node !== updater && isFunction(node)) names.add(lastName(node['id']) ?? '')
  })
  names.delete('')
  return names
}
