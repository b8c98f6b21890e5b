/** A node of the syntax tree, seen only as far as it is looked at. */
export interface SyntaxNode {
  type: string
  start: number
  [key: string]: unknown
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

/** The nodes directly below a node. */
export function childNodes(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []))
}

/** Calls `see` for a node and everything below it, outermost first. */
export function walk(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
  see(node)
  for (const child of childNodes(node)) walk(child, see)
}

export function isFunction(value: unknown): value is SyntaxNode {
  return isNode(value) && /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(value.type)
}

/** The name of an identifier, or the last name of `a.b.c`; null for anything else. */
export function lastName(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type === 'Identifier') return String(value['name'])
  return value.type === 'MemberExpression' && value['computed'] !== true ? lastName(value['property']) : null
}

/** The identifier that `a.b[c].d` starts from; null when it starts from something else, such as a call. */
export function rootName(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type === 'Identifier') return String(value['name'])
  return value.type === 'MemberExpression' ? rootName(value['object']) : null
}
