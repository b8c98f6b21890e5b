import { realpath } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer as createVite, searchForWorkspaceRoot, type InlineConfig, type ViteDevServer } from 'vite'
import { NO_VARIABLE, SOURCE_CONDITION, type ViewLibrary } from '../bundle-view.ts'
import { preactAliases } from '../preact-aliases.ts'
import { mayAsk } from './guard-request.ts'
import { listenNear } from './listen-near.ts'
import { reactRuntimeFile } from './refresh-runtime.ts'
import { catchLateChanges } from './late-changes.ts'
import { tellFaults } from './tell-faults.ts'
import { viewDocument } from './view-document.ts'
import { viteLogger } from './vite-logger.ts'
import { viewPlugin } from './view-plugin.ts'
import { entryAddress } from './virtual-modules.ts'

/** Port of the first dev server of views; the next ones take the ports after it. */
export const VIEW_SERVER_PORT = 4703

export interface ViewServerOptions {
  /** Name -> entry module. */
  views: Readonly<Record<string, string>>
  /** The app's folder: error places are relative to it, and `.lockstep/vite` in it is the cache. */
  root: string
  /** Wanted; a busy one is passed over for one after it. 0 = any free one. Default 4703. */
  port?: number
  /** Passed over as well: ports that others of the same run will listen on soon. */
  taken?: readonly number[]
  /** Origins of the frames that show the views, exact or as a pattern of the whole origin; no other page is answered. */
  allowedOrigins: ReadonlyArray<string | RegExp>
  /** Default `preact`, as in production. */
  runtime?: ViewLibrary
  print(line: string): void
  warn(line: string): void
}

export interface ViewServer {
  /** `http://127.0.0.1:<port>`; a view's document is at `/views/<name>` on it. */
  origin: string
  port: number
  close(): Promise<void>
}

/** Never served, wherever they lie: what an app keeps secret, and its data. */
const DENIED = ['.env', '.env.*', '.npmrc', '*.{crt,pem,key,p12,pfx}', '*.{db,sqlite,sqlite3}', '*.{db,sqlite,sqlite3}-*', '**/.git/**']

/**
 * Serves views as they are edited, on loopback: their modules, hot updates that keep state, and errors with source lines.
 * @throws {AppError} VIEW_SERVER_LISTEN, VIEW_REFRESH_MISSING (blame user)
 */
export async function startViewServer(options: ViewServerOptions): Promise<ViewServer> {
  // a link to the folder is no way around what is kept secret in it
  const deny = [...DENIED, ...[resolve(options.root), await realpath(options.root)].map((folder) => below(folder, '.lockstep'))]
  if (options.runtime === 'react') reactRuntimeFile()
  const httpServer = createServer()
  const port = await listenNear(httpServer, options.port ?? VIEW_SERVER_PORT, options.taken)
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  const views = new Map(Object.entries(options.views).map(([name, entry]) => [name, resolve(options.root, entry)]))
  try {
    const vite = await createVite(viteConfig(options, { views, origin, httpServer, deny }))
    tellFaults(vite, { ...options, origin })
    catchLateChanges(vite.watcher)
    const guard = { host, allowedOrigins: options.allowedOrigins }
    httpServer.on('request', (request, response) => {
      if (!mayAsk(request, guard)) return answer(response, 403, 'This server answers to the views it serves only.')
      const name = viewName(request)
      if (name === null) {
        vite.middlewares(request, response)
        return
      }
      const entry = views.get(name)
      if (entry !== undefined) return answer(response, 200, viewDocument({ name, entry, origin }), 'text/html')
      return answer(
        response,
        404,
        `There is no view "${name}" here. Add it to \`views\` in lockstep.config.ts, which has: ${[...views.keys()].join(', ')}.`,
      )
    })
    // the first view to be shown should not wait for all of its modules; one that fails now says so then
    for (const [name, entry] of views) void vite.environments.client.warmupRequest(entryAddress(name, entry))
    return { origin, port, close: () => close(vite, httpServer) }
  } catch (error) {
    httpServer.close()
    throw error
  }
}

function viewName({ method, url = '/' }: IncomingMessage): string | null {
  const [, name] = /^\/views\/([^/?]+)(?:\?.*)?$/.exec(url) ?? []
  return method === 'GET' && name !== undefined && !name.includes('.') ? name : null
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(text)
}

async function close(vite: ViteDevServer, httpServer: Server): Promise<void> {
  await vite.close()
  httpServer.closeAllConnections()
  await new Promise((done) => httpServer.close(done))
}

interface Served {
  views: ReadonlyMap<string, string>
  origin: string
  httpServer: Server
  /** Patterns of what is never served. */
  deny: readonly string[]
}

function viteConfig(
  { root, runtime = 'preact', allowedOrigins, print, warn }: ViewServerOptions,
  { views, origin, httpServer, deny }: Served,
): InlineConfig {
  const workspace = searchForWorkspaceRoot(root)
  return {
    configFile: false,
    envDir: false,
    envPrefix: NO_VARIABLE,
    publicDir: false,
    appType: 'custom',
    clearScreen: false,
    root,
    cacheDir: join(root, '.lockstep', 'vite'),
    customLogger: viteLogger({ print, warn }),
    resolve: {
      alias: runtime === 'preact' ? preactAliases() : [],
      conditions: [...SOURCE_CONDITION, 'module', 'browser', 'development'],
      dedupe: ['react', 'react-dom', 'preact'],
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'react', development: false, refresh: true } },
    css: { devSourcemap: true },
    // Found later, a dependency would be bundled then, and every view reloaded. Preact and ours are modules already; React is not.
    optimizeDeps: {
      noDiscovery: true,
      include: runtime === 'react' ? ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client'] : [],
    },
    server: {
      middlewareMode: true,
      // frames of another origin load pictures and styles by absolute addresses
      origin,
      cors: { origin: [...allowedOrigins] },
      allowedHosts: [],
      hmr: { server: httpServer },
      // what the app and its builds write is no source
      watch: { ignored: [below(root, '.lockstep'), below(root, 'dist')] },
      fs: { strict: true, allow: [workspace, ...ownFolders()], deny: [...deny, below(workspace, '.lockstep/host')] },
    },
    plugins: [viewPlugin({ views, root, runtime })],
  }
}

/** Everything in a folder, as a pattern; the path above it may have characters that mean something in one. */
function below(folder: string, name: string): string {
  const path = folder.replaceAll(sep, '/').replaceAll(/[()[\]{}!*?+@|]/g, String.raw`\$&`)
  return `${path}/${name}/**`
}

/** What this package serves of itself: its client, and the libraries it brings. */
function ownFolders(): string[] {
  const library = (name: string): string => dirname(fileURLToPath(import.meta.resolve(name)))
  return [import.meta.dirname, dirname(dirname(library('preact'))), library('@prefresh/core')]
}
