import { isRecord, type DisplayMode, type SafeAreaInsets } from '@lockstep/contract'
import type { ViewHostContext } from './view-snapshot.ts'

/** What holds where no host says otherwise. */
export interface ContextDefaults {
  readonly theme: 'light' | 'dark'
  readonly locale: string
}

type Loose = Readonly<Record<string, unknown>>

/** One context out of both dialects, the bridge first: `bridge` is MCP Apps' hostContext, `globals` is `window.openai`. Unknown values count as absent. */
export function mergeHostContext(bridge: Loose, globals: Loose, defaults: ContextDefaults): ViewHostContext {
  const dimensions = part(bridge, 'containerDimensions')
  const maxHeight = [dimensions['maxHeight'], dimensions['height'], globals['maxHeight']].find(isPixels)
  const globalArea = part(globals, 'safeArea')['insets']
  const { variables } = part(bridge, 'styles')
  const displayMode = [bridge['displayMode'], globals['displayMode']].find(isDisplayMode) ?? 'inline'
  const modes = bridge['availableDisplayModes']
  const view = part(globals, 'view')
  return {
    theme: [bridge['theme'], globals['theme']].find(isTheme) ?? defaults.theme,
    locale: [bridge['locale'], globals['locale']].find(isText) ?? defaults.locale,
    displayMode,
    availableDisplayModes: Array.isArray(modes) ? modes.filter(isDisplayMode) : null,
    view: { mode: view['mode'] === 'modal' ? 'modal' : displayMode, params: isRecord(view['params']) ? view['params'] : null },
    safeArea: insets(bridge['safeAreaInsets'] ?? globalArea),
    userAgent: part(globals, 'userAgent'),
    told: bridge,
    ...(maxHeight === undefined ? {} : { maxHeight }),
    ...(isRecord(variables) ? { styles: { variables: Object.fromEntries(Object.entries(variables).filter(isVariable)) } } : {}),
  }
}

export function part(from: Loose, name: string): Loose {
  const value = from[name]
  return isRecord(value) ? value : {}
}

export function isDisplayMode(value: unknown): value is DisplayMode {
  return value === 'inline' || value === 'fullscreen' || value === 'pip'
}

function insets(value: unknown): SafeAreaInsets {
  const from = isRecord(value) ? value : {}
  const side = (name: string) => (isPixels(from[name]) ? from[name] : 0)
  return { top: side('top'), bottom: side('bottom'), left: side('left'), right: side('right') }
}

function isTheme(value: unknown): value is 'light' | 'dark' {
  return value === 'light' || value === 'dark'
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isPixels(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isVariable(entry: [string, unknown]): entry is [string, string] {
  return entry[0].startsWith('--') && typeof entry[1] === 'string'
}
