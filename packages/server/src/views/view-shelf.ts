import { MIME_MCP_APP, MIME_SKYBRIDGE } from '@lockstep/contract'
import { ProtocolError, ProtocolErrorCode, type Resource, type TextResourceContents } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import type { ReadView, ViewDocument } from './view-html.ts'
import { viewMeta, type Dialects } from './view-metadata.ts'
import { aliasOf, hashedUri, kindOfUri, type ViewKind } from './view-uri.ts'
import type { View } from './view.ts'

/** Where a tool's view is, as it is now. */
export interface ViewTemplates {
  /** The standard document. */
  readonly uri: string
  /** The legacy one; null where the view has none. */
  readonly skybridgeUri: string | null
}

export interface ViewShelf {
  /** By view name; a view that cannot be loaded is not in it. */
  templates(): Promise<ReadonlyMap<string, ViewTemplates>>
  list(): Promise<Resource[]>
  /** The document under the URI that was asked for; null when no view has it. @throws {ProtocolError} InternalError when it cannot be loaded. */
  read(uri: string): Promise<TextResourceContents | null>
}

export interface ViewShelfOptions {
  views: ReadonlyMap<string, View>
  read: ReadView
  dialects: Dialects
  /** The view server of development, for the CSP of what it makes. */
  devOrigin: string | null
  newErrorId(): string
  logger: Logger
}

interface LoadedView extends ViewDocument, ViewTemplates {
  view: View
  meta: Record<string, unknown>
}

const MIME: Readonly<Record<ViewKind, string>> = { 'mcp-app': MIME_MCP_APP, skybridge: MIME_SKYBRIDGE }

/** The views as resources. One that is not built costs only itself: tools and the other views are listed all the same. */
export function createViewShelf({ views, read, dialects, devOrigin, newErrorId, logger }: ViewShelfOptions): ViewShelf {
  const loadedBefore = new Map<string, LoadedView>()
  /** Last failure told of each view, so that the log is not filled by every list. */
  const told = new Map<string, string>()

  async function load(view: View): Promise<LoadedView> {
    const { html, isDev } = await read(view)
    told.delete(view.name)
    const before = loadedBefore.get(view.name)
    if (before?.html === html && before.isDev === isDev) return before
    const meta = viewMeta(view.settings, dialects, isDev ? devOrigin : null)
    const skybridgeUri = kindsOf(view).includes('skybridge') ? hashedUri(view, 'skybridge', html, meta) : null
    const loaded = { view, html, isDev, meta, uri: hashedUri(view, 'mcp-app', html, meta), skybridgeUri }
    loadedBefore.set(view.name, loaded)
    return loaded
  }

  async function loadOrTell(view: View): Promise<LoadedView[]> {
    try {
      return [await load(view)]
    } catch (error) {
      const message = String(error)
      if (told.get(view.name) !== message) {
        told.set(view.name, message)
        logger.error({ err: error, view: view.name }, 'view could not be loaded, so its tools are listed without it; is it built?')
      }
      return []
    }
  }

  async function loadAll(): Promise<LoadedView[]> {
    return (await Promise.all([...views.values()].map(loadOrTell))).flat()
  }

  /** The legacy document is named by a key of OpenAI's alone. */
  function kindsOf(view: View): readonly ViewKind[] {
    return view.settings.skybridge && dialects === 'both' ? ['mcp-app', 'skybridge'] : ['mcp-app']
  }

  /** By alias before hash: one view's name may look like another's hash. */
  function find(uri: string): { view: View; kind: ViewKind } | null {
    const candidates = [...views.values()].flatMap((view) => {
      const kind = kindOfUri(view, uri, kindsOf(view))
      return kind === null ? [] : [{ view, kind }]
    })
    return candidates.find(({ view, kind }) => aliasOf(view, kind) === uri) ?? candidates[0] ?? null
  }

  return {
    templates: async () => new Map((await loadAll()).map((loaded) => [loaded.view.name, loaded])),
    list: async () =>
      (await loadAll()).flatMap((loaded): Resource[] => {
        const { view, uri, skybridgeUri, meta } = loaded
        const item = { name: view.name, description: view.settings.describe, _meta: meta }
        const standard = { ...item, uri, mimeType: MIME_MCP_APP }
        return skybridgeUri === null
          ? [standard]
          : [standard, { ...item, name: `${view.name}.skybridge`, uri: skybridgeUri, mimeType: MIME_SKYBRIDGE }]
      }),
    read: async (uri) => {
      const found = find(uri)
      if (found === null) return null
      try {
        const loaded = await load(found.view)
        return { uri, mimeType: MIME[found.kind], text: loaded.html, _meta: loaded.meta }
      } catch (error) {
        const errorId = newErrorId()
        logger.error({ err: error, view: found.view.name, errorId }, 'view could not be loaded; is it built?')
        // the message of the error itself has the path of a file in it, which is nobody's business
        throw new ProtocolError(ProtocolErrorCode.InternalError, `The view ${found.view.name} could not be loaded; is it built? Error id: ${errorId}`)
      }
    },
  }
}
