import { isRecord } from '@lockstep/contract'
import type { DeclaredValue, MetadataFinding, MetadataRow } from '../../api/metadata-state.ts'

/** A path of members: `['_meta', 'ui', 'csp']`. */
export type MemberPath = readonly string[]

/** What stands at a path; undefined when nothing does. */
export function valueAt(root: unknown, path: MemberPath): unknown {
  let value = root
  for (const key of path) {
    if (!isRecord(value)) return undefined
    value = Object.hasOwn(value, key) ? value[key] : undefined
  }
  return value
}

/** A path as people write it: `_meta["openai/widgetCSP"].connect_domains`. */
function pathText(path: MemberPath): string {
  return path.reduce((text, key, index) => {
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${text}["${key}"]`
    return index === 0 ? key : `${text}.${key}`
  }, '')
}

export interface RowSpec {
  meaning: string
  standard: MemberPath | null
  openai: MemberPath | null
  /** Makes the two dialects comparable; default: as they are. `undefined` = says nothing. */
  same?: (standard: unknown, openai: unknown) => boolean
}

/** The lines where at least one dialect says something. */
export function rowsOf(root: unknown, specs: readonly RowSpec[]): MetadataRow[] {
  return specs.flatMap(({ meaning, standard, openai, same = isSame }) => {
    const values = { standard: standard === null ? undefined : valueAt(root, standard), openai: openai === null ? undefined : valueAt(root, openai) }
    if (values.standard === undefined && values.openai === undefined) return []
    const isConflict = values.standard !== undefined && values.openai !== undefined && !same(values.standard, values.openai)
    return [{ meaning, standard: declared(standard, values.standard), openai: declared(openai, values.openai), isConflict }]
  })
}

/** One finding per line on which the dialects disagree. */
export function conflictFindings(rows: readonly MetadataRow[]): MetadataFinding[] {
  return rows
    .filter(({ isConflict }) => isConflict)
    .map(({ standard, openai }) => ({
      rule: 'OAI-10',
      level: 'error',
      message: `${standard.key} and ${openai.key} disagree; this host takes the standard one. Make them say the same.`,
    }))
}

const LEVELS: ReadonlyArray<MetadataFinding['level']> = ['error', 'warning', 'advice']

export function worstFirst(findings: readonly MetadataFinding[]): MetadataFinding[] {
  return findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
}

function declared(path: MemberPath | null, value: unknown): DeclaredValue {
  return { key: path === null ? null : pathText(path), value: value === undefined ? null : (JSON.stringify(value) ?? null) }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
