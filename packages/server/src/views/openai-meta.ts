import { isRecord, RESOURCE_META, TOOL_META, type ResourceMeta } from '@lockstep/contract'
import { readCsp, type ViewCsp } from './view-csp.ts'
import { VIEW_PERMISSIONS, type ViewPermission } from './view-options.ts'

/** What a resource's `_meta`, as the platforms write it, says of a view. */
export interface MetaSettings {
  describe?: string
  border?: boolean
  domain?: string
  csp?: ViewCsp
  permissions?: ViewPermission[]
  modes?: unknown
  preferredMode?: unknown
}

/** Keys that belong on a tool, and the option of `app.tool` that writes them. */
const TOOL_KEYS: Readonly<Record<string, string>> = {
  [TOOL_META.widgetAccessible]: 'visibility',
  [TOOL_META.visibility]: 'visibility',
  [TOOL_META.outputTemplate]: 'view',
  [TOOL_META.flatResourceUri]: 'view',
  [TOOL_META.invoking]: 'status',
  [TOOL_META.invoked]: 'status',
  [TOOL_META.fileParams]: 'files',
  [TOOL_META.securitySchemes]: 'auth',
}

type Reader = (settings: MetaSettings, value: unknown) => string | null

const READERS: Readonly<Record<string, Reader>> = {
  [RESOURCE_META.widgetDescription]: (settings, value) => {
    if (typeof value !== 'string') return 'expected a text.'
    settings.describe = value
    return null
  },
  [RESOURCE_META.widgetPrefersBorder]: readBorder,
  [RESOURCE_META.widgetDomain]: readDomainText,
  [RESOURCE_META.widgetCSP]: (settings, value) => readCspInto(settings, value, 'openai', RESOURCE_META.widgetCSP),
  [RESOURCE_META.openaiUi]: (settings, value) => {
    if (!isRecord(value)) return 'expected { availableDisplayModes, preferredDisplayMode }.'
    const { availableDisplayModes, preferredDisplayMode, ...rest } = value
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined) return `there is no '${unknown}' in it.`
    if (availableDisplayModes !== undefined) settings.modes = availableDisplayModes
    if (preferredDisplayMode !== undefined) settings.preferredMode = preferredDisplayMode
    return null
  },
  [RESOURCE_META.ui]: readUi,
}

const UI_READERS: Readonly<Record<string, Reader>> = {
  prefersBorder: readBorder,
  domain: readDomainText,
  csp: (settings, value) => readCspInto(settings, value, 'standard', 'ui.csp'),
  permissions: (settings, value) => {
    if (!isRecord(value)) return 'expected an object such as { microphone: {} }.'
    const names = Object.keys(value)
    const unknown = names.find((name) => !VIEW_PERMISSIONS.some((known) => known === name))
    if (unknown !== undefined) return `there is no permission '${unknown}'.`
    settings.permissions = VIEW_PERMISSIONS.filter((name) => names.includes(name))
    return null
  },
}

/**
 * Reads a resource's metadata in the words of either platform, such as the sample of seed 1 section J. What both dialects say must be said alike.
 * A key that is unknown, or belongs on a tool, is named in the problem.
 */
export function readMeta(meta: Readonly<ResourceMeta>): { settings: MetaSettings } | { problem: string } {
  const settings: MetaSettings = {}
  const problem = readWith(READERS, settings, meta, (key) => {
    const option = Object.hasOwn(TOOL_KEYS, key) ? TOOL_KEYS[key] : undefined
    return option === undefined ? 'no such key is known on a view.' : `it belongs on a tool; say it by '${option}' of app.tool.`
  })
  return problem === null ? { settings } : { problem: `meta${problem}` }
}

function readWith(
  readers: Readonly<Record<string, Reader>>,
  settings: MetaSettings,
  source: Readonly<Record<string, unknown>>,
  unknown: (key: string) => string,
): string | null {
  for (const [key, value] of Object.entries(source)) {
    if (value === undefined) continue
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined
    const problem = reader === undefined ? unknown(key) : reader(settings, value)
    if (problem !== null) return `['${key}']: ${problem}`
  }
  return null
}

function readUi(settings: MetaSettings, value: unknown): string | null {
  if (!isRecord(value)) return 'expected an object.'
  return readWith(UI_READERS, settings, value, () => 'no such member is known in ui.')
}

function readBorder(settings: MetaSettings, value: unknown): string | null {
  if (typeof value !== 'boolean') return 'expected true or false.'
  if (settings.border !== undefined && settings.border !== value) return 'the two dialects say different things.'
  settings.border = value
  return null
}

function readDomainText(settings: MetaSettings, value: unknown): string | null {
  if (typeof value !== 'string') return 'expected a text.'
  if (settings.domain !== undefined && settings.domain !== value) return 'the two dialects say different things.'
  settings.domain = value
  return null
}

function readCspInto(settings: MetaSettings, value: unknown, dialect: 'standard' | 'openai', where: string): string | null {
  const read = readCsp(value, dialect, where)
  if ('problem' in read) return read.problem
  const before: ViewCsp = settings.csp ?? {}
  const differs = (Object.keys(read.csp) as Array<keyof ViewCsp>).some(
    (word) => before[word] !== undefined && !sameList(before[word], read.csp[word]),
  )
  if (differs) return 'the two dialects say different things.'
  settings.csp = { ...before, ...read.csp }
  return null
}

function sameList(a: readonly string[], b: readonly string[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
