import { parseSync, type Comment } from 'oxc-parser'

/** Where a name of a module comes from: a declaration of its own, or another module. */
export type Origin = { readonly local: string } | { readonly from: string; readonly name: string }

export interface Declaration {
  /** Without comments and without `export` and `declare`; overloads and merged declarations one below the other. */
  text: string
  /** Names it mentions, whatever they are. */
  mentions: ReadonlySet<string>
}

/** A `.d.ts` file taken apart. */
export interface DeclarationModule {
  declarations: ReadonlyMap<string, Declaration>
  /** By the name under which this module knows it. `name` is `*` for a namespace. */
  imports: ReadonlyMap<string, { from: string; name: string }>
  /** By the name under which it is exported. */
  exports: ReadonlyMap<string, Origin>
  /** Modules that are re-exported whole. */
  stars: readonly string[]
}

interface Node {
  type: string
  start: number
  end: number
}

/** Takes a declaration file apart. @throws when it does not parse */
export function readDeclarations(file: string, source: string): DeclarationModule {
  const { program, comments, errors } = parseSync(file, source)
  const [fault] = errors
  if (fault !== undefined) throw new Error(`expected TypeScript declarations in ${file}, got: ${fault.message}`)
  const declarations = new Map<string, { texts: string[]; mentions: Set<string> }>()
  const imports = new Map<string, { from: string; name: string }>()
  const exports = new Map<string, Origin>()
  const stars: string[] = []

  function declare(node: Node, exportedAs: string | null): void {
    const text = cleanText(source, node, comments)
    for (const name of declaredNames(node)) {
      const known = declarations.get(name) ?? { texts: [], mentions: new Set<string>() }
      known.texts.push(text)
      for (const mention of mentionedNames(node)) known.mentions.add(mention)
      known.mentions.delete(name)
      declarations.set(name, known)
      if (exportedAs !== null) exports.set(exportedAs === '' ? name : exportedAs, { local: name })
    }
  }

  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const each of node.specifiers) {
        const name = each.type === 'ImportSpecifier' ? textOf(each.imported) : each.type === 'ImportDefaultSpecifier' ? 'default' : '*'
        imports.set(each.local.name, { from: node.source.value, name })
      }
    } else if (node.type === 'ExportAllDeclaration') {
      if (node.exported === null) stars.push(node.source.value)
      else exports.set(textOf(node.exported), { from: node.source.value, name: '*' })
    } else if (node.type === 'ExportNamedDeclaration') {
      if (node.declaration !== null) declare(node.declaration, '')
      for (const { local, exported } of node.specifiers) {
        const origin = node.source === null ? { local: textOf(local) } : { from: node.source.value, name: textOf(local) }
        exports.set(textOf(exported), origin)
      }
    } else if (node.type === 'ExportDefaultDeclaration') {
      if (node.declaration.type === 'Identifier') exports.set('default', { local: node.declaration.name })
      else declare(node.declaration, 'default')
    } else declare(node, null)
  }
  const whole = [...declarations].map(([name, { texts, mentions }]) => [name, { text: texts.join('\n'), mentions }] as const)
  return { declarations: new Map(whole), imports, exports, stars }
}

/** The text of a node without comments, empty lines and the words that say only that it is a declaration. */
function cleanText(source: string, { start, end }: Node, comments: readonly Comment[]): string {
  let text = ''
  let at = start
  for (const comment of comments.filter((each) => each.start >= start && each.end <= end)) {
    text += source.slice(at, comment.start)
    at = comment.end
  }
  const lines = (text + source.slice(at, end)).split('\n').map((line) => line.trimEnd())
  return lines
    .filter((line) => line !== '')
    .join('\n')
    .replace(/^(?:export )?(?:declare )?/, '')
}

function declaredNames(node: Node): string[] {
  if ('declarations' in node && Array.isArray(node.declarations)) return node.declarations.flatMap((each: unknown) => identifierOf(each))
  const own = identifierOf(node)
  return own.length > 0 || !node.type.endsWith('Declaration') ? own : ['default']
}

function identifierOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('id' in node)) return []
  const { id } = node
  return typeof id === 'object' && id !== null && 'name' in id && typeof id.name === 'string' ? [id.name] : []
}

/** Every identifier below a node; a name of a member may be among them, which does no harm where no declaration has it. */
function mentionedNames(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mentionedNames)
  if (typeof node !== 'object' || node === null) return []
  const own = 'type' in node && node.type === 'Identifier' && 'name' in node && typeof node.name === 'string' ? [node.name] : []
  return [...own, ...Object.values(node).flatMap(mentionedNames)]
}

function textOf(name: { type: string; name?: string; value?: unknown }): string {
  return name.name ?? String(name.value)
}
