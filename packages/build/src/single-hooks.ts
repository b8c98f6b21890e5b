import { parseAst, type Plugin } from 'vite'

type Module = ReturnType<typeof parseAst>
type Statement = Module['body'][number]
type VariableDeclaration = Extract<Statement, { type: 'VariableDeclaration' }>
type Declarator = VariableDeclaration['declarations'][number]

const PACKAGE = '@lockstep/react'
/** Member of what `createView` gives -> the hook of the package that it is. */
const HOOKS: ReadonlyMap<string, string> = new Map([
  ['useToolResult', 'useOutcome'],
  ['useRead', 'useRead'],
  ['useWrite', 'useWrite'],
  ['useTool', 'useTool'],
])

/**
 * Takes `const { useToolResult, useWrite } = createView<…>()` for what it is, two hooks of four, so that a view's bundle holds no other. Where a view
 * says it in any other way it gets all of them, as at run time in development.
 */
export function singleHooks(): Plugin {
  return {
    name: 'lockstep:single-hooks',
    transform: (code) => (code.includes('createView') && code.includes(PACKAGE) ? nameSingleHooks(code) : null),
  }
}

/** The module with its hooks named one by one, or null where there is nothing to name. `code` is JavaScript. */
export function nameSingleHooks(code: string): { code: string; map: null } | null {
  const { body } = parseAst(code)
  const creators = new Set(body.flatMap(creatorsOf))
  const found = body.flatMap(declaratorsOf).flatMap((declarator) => {
    const names = namesOf(declarator, creators)
    return names === null ? [] : [{ declarator, names }]
  })
  if (found.length === 0) return null

  let text = code
  // from the last to the first, so that the places of the others hold
  for (const { declarator, names } of found.toReversed()) {
    const single = names.map(({ local, hook }) => `${local} = ${aliasOf(hook)}`).join(', ')
    text = text.slice(0, declarator.start) + single + text.slice(declarator.end)
  }
  const hooks = new Set(found.flatMap(({ names }) => names.map(({ hook }) => hook)))
  const imports = [...hooks].map((hook) => `${hook} as ${aliasOf(hook)}`).join(', ')
  return { code: `import { ${imports} } from '${PACKAGE}';\n${text}`, map: null }
}

function aliasOf(hook: string): string {
  return `lockstep$${hook}`
}

/** The names by which a module knows `createView`. */
function creatorsOf(statement: Statement): string[] {
  if (statement.type !== 'ImportDeclaration' || statement.source.value !== PACKAGE) return []
  return statement.specifiers.flatMap((one) =>
    one.type === 'ImportSpecifier' && one.imported.type === 'Identifier' && one.imported.name === 'createView' ? [one.local.name] : [],
  )
}

function declaratorsOf(statement: Statement): Declarator[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  return declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
}

/** What a declarator takes out of `createView()`, or null when it is no such thing or names something else. */
function namesOf({ id, init }: Declarator, creators: ReadonlySet<string>): Array<{ local: string; hook: string }> | null {
  if (id.type !== 'ObjectPattern' || init?.type !== 'CallExpression' || init.callee.type !== 'Identifier') return null
  if (!creators.has(init.callee.name) || init.arguments.length > 0 || id.properties.length === 0) return null
  const names: Array<{ local: string; hook: string }> = []
  for (const property of id.properties) {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier' || property.value.type !== 'Identifier') return null
    const hook = HOOKS.get(property.key.name)
    if (hook === undefined) return null
    names.push({ local: property.value.name, hook })
  }
  return names
}
