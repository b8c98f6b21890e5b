import { AppError } from '@lockstep/contract'
import { readMeta, type MetaSettings } from './openai-meta.ts'
import { readCsp, type ViewCsp } from './view-csp.ts'
import { readDomain } from './view-domain.ts'
import { VIEW_MODES, VIEW_PERMISSIONS, type DeclaredMode, type ViewOptions, type ViewPermission } from './view-options.ts'
import { defaultUri, isViewUri } from './view-uri.ts'

/** Where the document comes from. */
export type ViewSource = { readonly kind: 'entry' } | { readonly kind: 'html'; readonly html: () => string | Promise<string> }

/** A declaration with all its defaults, in our words. */
export interface ViewSettings {
  readonly source: ViewSource
  readonly describe: string
  readonly border: boolean
  readonly csp: ViewCsp
  /** An origin with scheme. */
  readonly domain: string | null
  readonly modes: readonly DeclaredMode[]
  readonly preferredMode: DeclaredMode
  readonly permissions: readonly ViewPermission[]
  readonly skybridge: boolean
}

export interface View<Name extends string = string> {
  readonly name: Name
  /** The unhashed URI. */
  readonly aliasUri: string
  readonly settings: ViewSettings
}

/**
 * Checks a declaration; `note` gets what was read otherwise than it is written.
 * @throws {AppError} VIEW_INVALID (blame user).
 */
export function declareView<Name extends string>(
  appName: string,
  name: Name,
  options: ViewOptions,
  note: (message: string) => void = () => undefined,
): View<Name> {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw invalid(name, 'expected a kebab-case name.')
  const aliasUri = options.uri ?? defaultUri(appName, name)
  if (!isViewUri(aliasUri)) throw invalid(name, `expected a URI like ui://app/name.html, got '${aliasUri}'.`)
  const read = options.meta === undefined ? { settings: {} } : readMeta(options.meta)
  if ('problem' in read) throw invalid(name, read.problem)
  return { name, aliasUri, settings: settingsOf(name, options, read.settings, note) }
}

function settingsOf(name: string, options: ViewOptions, meta: MetaSettings, note: (message: string) => void): ViewSettings {
  const describe = options.describe ?? meta.describe
  const border = options.border ?? meta.border
  if (describe === undefined) throw invalid(name, "expected 'describe', what the person sees in it, told to the model.")
  if (border === undefined) throw invalid(name, "expected 'border', true for the host's card around it.")
  const modes = modesOf(name, options.modes ?? meta.modes ?? ['inline'])
  const [firstMode = 'inline'] = modes
  const permissions = options.permissions ?? meta.permissions ?? []
  const unknown = permissions.find((permission) => !VIEW_PERMISSIONS.includes(permission))
  if (unknown !== undefined) throw invalid(name, `expected permissions among ${VIEW_PERMISSIONS.join(', ')}, got '${unknown}'.`)
  return {
    source: sourceOf(name, options),
    describe,
    border,
    csp: cspOf(name, options.csp ?? meta.csp ?? {}),
    domain: domainOf(name, options.domain ?? meta.domain, note),
    modes,
    preferredMode: preferredModeOf(name, options.preferredMode ?? meta.preferredMode ?? firstMode, modes),
    permissions,
    skybridge: options.skybridge ?? false,
  }
}

function sourceOf(name: string, { entry, html }: ViewOptions): ViewSource {
  if (html !== undefined && entry === undefined) return { kind: 'html', html }
  if (entry !== undefined && html === undefined && entry.trim() !== '') return { kind: 'entry' }
  throw invalid(name, "expected either 'entry', the module that renders it, or 'html', a function that gives the whole document.")
}

function cspOf(name: string, input: unknown): ViewCsp {
  const read = readCsp(input, 'any', 'csp')
  if ('problem' in read) throw invalid(name, read.problem)
  return read.csp
}

function domainOf(name: string, value: string | undefined, note: (message: string) => void): string | null {
  if (value === undefined) return null
  const read = readDomain(value)
  if ('problem' in read) throw invalid(name, read.problem)
  if (read.note !== null) note(`view '${name}': ${read.note}`)
  return read.domain
}

function modesOf(name: string, modes: unknown): readonly DeclaredMode[] {
  if (Array.isArray(modes) && modes.length > 0 && modes.every(isMode) && new Set(modes).size === modes.length) return modes
  throw invalid(name, `expected modes to name ${VIEW_MODES.join(' or ')} or both, each once, got ${JSON.stringify(modes)}.`)
}

function preferredModeOf(name: string, mode: unknown, modes: readonly DeclaredMode[]): DeclaredMode {
  if (isMode(mode) && modes.includes(mode)) return mode
  throw invalid(name, `expected the preferred mode to be one of its modes (${modes.join(', ')}), got ${JSON.stringify(mode)}.`)
}

function isMode(mode: unknown): mode is DeclaredMode {
  return VIEW_MODES.some((known) => known === mode)
}

function invalid(view: string, problem: string): AppError {
  return new AppError('VIEW_INVALID', `View '${view}': ${problem}`, { blame: 'user', data: { view } })
}
