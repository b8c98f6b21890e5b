import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readDeclarations, type DeclarationModule } from './declaration-module.ts'

/** Where a name was found: a declaration in a file, all that a file exports, or another package. */
type Found = { readonly file: string; readonly local: string } | { readonly all: string } | { readonly from: string; readonly name: string }

/**
 * All a package's entry gives to its users, as text: each exported name with its declaration, sorted, then the declarations that these mention
 * without being exported themselves, for a change of those is a change of the API too. What comes from another package is named, not repeated.
 * @throws when an export leads nowhere
 */
export function apiText(entryFile: string): string {
  const modules = new Map<string, DeclarationModule>()
  const load = (file: string): DeclarationModule => {
    const known = modules.get(file) ?? readDeclarations(file, readFileSync(file, 'utf8'))
    modules.set(file, known)
    return known
  }

  function find(file: string, { from, name }: { from: string; name: string }): Found {
    const target = relativeFile(file, from)
    if (target === null) return { from, name }
    if (name === '*') return { all: target }
    const found = exportOf(target, name)
    if (found === null) throw new Error(`expected ${target} to export ${name}, as ${file} says`)
    return found
  }

  function exportOf(file: string, name: string): Found | null {
    const module = load(file)
    const origin = module.exports.get(name)
    if (origin !== undefined && 'from' in origin) return find(file, origin)
    if (origin !== undefined) return resolve(file, origin.local)
    for (const star of module.stars) {
      const target = relativeFile(file, star)
      const found = target === null ? null : exportOf(target, name)
      if (found !== null) return found
    }
    return null
  }

  /** What a name means inside a file; null for a global. */
  function resolve(file: string, name: string): Found | null {
    const { declarations, imports } = load(file)
    if (declarations.has(name)) return { file, local: name }
    const imported = imports.get(name)
    return imported === undefined ? null : find(file, imported)
  }

  function exportedNames(file: string): string[] {
    const { exports, stars } = load(file)
    const targets = stars.flatMap((star) => relativeFile(file, star) ?? [])
    return [...new Set([...exports.keys(), ...targets.flatMap(exportedNames)])]
  }

  const lines: string[] = []
  const shown = new Set<string>()
  const queue: Array<{ file: string; local: string }> = []
  const key = ({ file, local }: { file: string; local: string }): string => `${file} ${local}`

  function show(found: Found, exported: string): string {
    if ('from' in found) return `export { ${found.name}${found.name === exported ? '' : ` as ${exported}`} } from '${found.from}'`
    if ('all' in found) return `export namespace ${exported} {\n${indented(showAll(found.all))}\n}`
    shown.add(key(found))
    queue.push(found)
    const text = load(found.file).declarations.get(found.local)?.text ?? ''
    return exported === found.local ? `export ${text.replaceAll('\n' + kindOf(text), '\nexport ' + kindOf(text))}` : `// ${exported} is\n${text}`
  }

  function showAll(file: string): string {
    const shownNames = exportedNames(file)
      .toSorted()
      .map((name) => {
        const found = exportOf(file, name)
        if (found === null) throw new Error(`expected ${file} to declare ${name}, which it exports`)
        return show(found, name)
      })
    return shownNames.join('\n')
  }

  const packages = load(entryFile).stars.filter((star) => relativeFile(entryFile, star) === null)
  lines.push(...packages.toSorted().map((from) => `export * from '${from}'`))
  lines.push(showAll(entryFile))

  const inside = new Map<string, string>()
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const mention of load(next.file).declarations.get(next.local)?.mentions ?? []) {
      const found = resolve(next.file, mention)
      if (found === null || !('file' in found) || shown.has(key(found))) continue
      shown.add(key(found))
      queue.push(found)
      inside.set(`${found.local} ${inside.size}`, load(found.file).declarations.get(found.local)?.text ?? '')
    }
  }
  const unexported = [...inside.values()].toSorted()
  return [...lines, ...(unexported.length === 0 ? [] : ['', '// mentioned above, not exported', ...unexported])].join('\n')
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ')

/** First words of a declaration, by which its overloads are told. */
function kindOf(text: string): string {
  return /^(?:abstract )?\w+/.exec(text)?.[0] ?? ''
}

/** The declaration file a relative specifier means; null for a package. */
function relativeFile(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const base = path.resolve(path.dirname(file), specifier)
  const candidates = [base.replace(/\.(?:tsx?|js)$/, '.d.ts'), `${base}.d.ts`]
  const found = candidates.find((candidate) => existsSync(candidate))
  if (found === undefined) throw new Error(`expected a declaration file for ${specifier} of ${file}`)
  return found
}
