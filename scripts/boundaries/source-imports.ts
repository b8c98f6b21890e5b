import { isBuiltin } from 'node:module'
import { parseSync } from 'oxc-parser'
import { lineOf } from '../check/finding.ts'

export interface SourceImport {
  specifier: string
  /** From 1. */
  line: number
  isTypeOnly: boolean
}

/** Everything a module names as another module: imports, re-exports, dynamic imports, and types by `import('…')`. */
export function sourceImports(file: string, text: string): SourceImport[] {
  const { module, program } = parseSync(file, text)
  const found: SourceImport[] = []
  const add = (specifier: string, offset: number, isTypeOnly: boolean) => found.push({ specifier, line: lineOf(text, offset), isTypeOnly })
  for (const statement of module.staticImports) {
    const isTypeOnly = /^import\s+type\b/.test(text.slice(statement.start, statement.end))
    add(statement.moduleRequest.value, statement.start, isTypeOnly)
  }
  for (const statement of module.staticExports) {
    const isTypeOnly = statement.entries.every((entry) => entry.isType)
    const request = statement.entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest
    if (request) add(request.value, statement.start, isTypeOnly)
  }
  for (const call of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/.exec(text.slice(call.moduleRequest.start, call.moduleRequest.end))?.[2]
    if (literal !== undefined) add(literal, call.start, false)
  }
  for (const type of importTypes(program)) add(type.source.value, type.start, true)
  return found
}

export const isNodeModule = (specifier: string): boolean => isBuiltin(specifier)

interface ImportType {
  start: number
  source: { value: string }
}

function importTypes(node: unknown): ImportType[] {
  if (Array.isArray(node)) return node.flatMap(importTypes)
  if (typeof node !== 'object' || node === null) return []
  const own = isImportType(node) ? [node] : []
  return [...own, ...Object.values(node).flatMap(importTypes)]
}

function isImportType(node: object): node is ImportType {
  return 'type' in node && node.type === 'TSImportType' && 'source' in node && 'start' in node
}
