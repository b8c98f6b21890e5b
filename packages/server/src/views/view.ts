import { AppError } from '@lockstep/contract'
import { createHash } from 'node:crypto'

/** Hex digits of the content hash in a view's URI. */
const HASH_CHARS = 16
const URI_SUFFIX = '.html'

/** Origins, exact (`https://cdn.example.com`); an absent list means none. */
export interface ViewCsp {
  /** fetch, XHR, WebSocket. */
  connect?: readonly string[]
  /** Scripts, styles, images, fonts, media. */
  resource?: readonly string[]
  /** Frames. */
  frame?: readonly string[]
  /** Where links may lead back from; OpenAI only. */
  redirect?: readonly string[]
}

export interface ViewOptions {
  /** The whole document; asked on every list and read, so it may change while the server runs. Cache it yourself. */
  html: () => string | Promise<string>
  /** The unhashed name that stays readable. Default `ui://<app>/<name>.html`. */
  uri?: string
  /** Tells the model what the person sees, so that it does not narrate it. */
  describe: string
  /** True draws the host's card around it. */
  border: boolean
  csp?: ViewCsp
  /** Origin with scheme under which ChatGPT serves it; never sent in the standard dialect, where each host wants another. */
  domain?: string
}

export interface View<Name extends string = string> {
  readonly name: Name
  readonly options: ViewOptions
  /** The unhashed URI. */
  readonly aliasUri: string
}

/** A view as it is now. */
export interface LoadedView {
  view: View
  /** Names this very document, because hosts cache by URI. */
  uri: string
  html: string
}

/** @throws {AppError} VIEW_INVALID (blame user). */
export function declareView<Name extends string>(appName: string, name: Name, options: ViewOptions): View<Name> {
  const aliasUri = options.uri ?? `ui://${appName}/${name}${URI_SUFFIX}`
  const problem = problemOf(name, aliasUri, options)
  if (problem !== null) throw new AppError('VIEW_INVALID', `View '${name}': ${problem}`, { blame: 'user', data: { view: name } })
  return { name, options, aliasUri }
}

function problemOf(name: string, uri: string, options: ViewOptions): string | null {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) return 'expected a kebab-case name.'
  if (!uri.startsWith('ui://') || !uri.endsWith(URI_SUFFIX) || !URL.canParse(uri)) return `expected a URI like ui://app/name.html, got '${uri}'.`
  const origins = [options.csp?.connect, options.csp?.resource, options.csp?.frame, options.csp?.redirect].flatMap((list) => list ?? [])
  const wrong = [...origins, ...(options.domain === undefined ? [] : [options.domain])].find((origin) => !isOrigin(origin))
  return wrong === undefined ? null : `expected origins with scheme and nothing after the host, got '${wrong}'.`
}

/** One `*` as the leftmost label is allowed, as the platforms allow it. */
function isOrigin(value: string): boolean {
  const concrete = value.replace('://*.', '://any.')
  return !/[\s;,'"*]/.test(concrete) && URL.canParse(concrete) && `${new URL(concrete).protocol}//${new URL(concrete).host}` === concrete
}

export async function loadView(view: View): Promise<LoadedView> {
  const html = await view.options.html()
  const hash = createHash('sha256').update(html).digest('hex').slice(0, HASH_CHARS)
  return { view, html, uri: `${stem(view)}-${hash}${URI_SUFFIX}` }
}

/** True for the alias and for every hash, today's or an older one: messages of last month still name theirs. */
export function isUriOf(view: View, uri: string): boolean {
  if (uri === view.aliasUri) return true
  const prefix = `${stem(view)}-`
  if (!uri.startsWith(prefix) || !uri.endsWith(URI_SUFFIX)) return false
  return new RegExp(`^[0-9a-f]{${HASH_CHARS}}$`).test(uri.slice(prefix.length, -URI_SUFFIX.length))
}

function stem(view: View): string {
  return view.aliasUri.slice(0, -URI_SUFFIX.length)
}
