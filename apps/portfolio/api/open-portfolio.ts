import path from 'node:path'
import { systemClock, systemIds } from '@lockstep/server'
import { createPages } from '../web/create-pages.ts'
import { createPortfolio, type Portfolio } from './create-portfolio.ts'
import { keyFor, longEnough, readKey } from './read-key.ts'

type Env = Readonly<Record<string, string | undefined>>

export interface OpenPortfolio {
  portfolio: Portfolio
  /** What the MCP server says to the API. */
  serviceKey: string
}

/** Where the portfolio keeps its data, and the key of the installation. */
export function installationOf(env: Env): { dataDir: string; key: string } {
  const dataDir = env['PORTFOLIO_DATA_DIR'] ?? path.join(import.meta.dirname, '..', '.lockstep')
  return { dataDir, key: readKey(env['PORTFOLIO_SECRET'], path.join(dataDir, 'portfolio.key')) }
}

/** Where people reach pages and photos, without a trailing slash. */
export function originsOf(env: Env): { webUrl: string; filesUrl: string; apiPort: number; filesPort: number } {
  const apiPort = portOf(env, 'PORTFOLIO_API_PORT', 8002)
  const filesPort = portOf(env, 'PORTFOLIO_FILES_PORT', 8003)
  return {
    apiPort,
    filesPort,
    webUrl: originOf(env['PORTFOLIO_WEB_URL'] ?? `http://localhost:${apiPort}`, 'PORTFOLIO_WEB_URL'),
    filesUrl: originOf(env['PORTFOLIO_FILES_URL'] ?? `http://localhost:${filesPort}`, 'PORTFOLIO_FILES_URL'),
  }
}

/** Opens API, pages and photos as the environment asks for them. @throws when a variable is no good, or a port is taken */
export async function openPortfolio(env: Env): Promise<OpenPortfolio> {
  const { dataDir, key } = installationOf(env)
  const { webUrl, filesUrl, apiPort, filesPort } = originsOf(env)
  if (webUrl === filesUrl) throw new Error('PORTFOLIO_FILES_URL should be another origin than PORTFOLIO_WEB_URL, so that no photo is a page of ours.')
  const givenKey = env['PORTFOLIO_API_KEY'] ?? ''
  const serviceKey = givenKey === '' ? keyFor(key, 'service') : longEnough(givenKey, 'PORTFOLIO_API_KEY')
  const sandboxPort = env['LOCKSTEP_SANDBOX_PORT']
  const isLocalChat = sandboxPort !== undefined && env['NODE_ENV'] !== 'production'
  const host = env['HOST'] ?? ''
  const portfolio = createPortfolio({
    dataDir,
    webUrl,
    filesUrl,
    serviceKey,
    linkSecret: keyFor(key, 'links'),
    clock: systemClock,
    ids: systemIds,
    pages: createPages,
    ...fileHostsOf(env),
    localFilesOrigins: isLocalChat ? [`http://127.0.0.1:${sandboxPort}`] : [],
    onError: (error, requestId) => {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`${JSON.stringify({ level: 50, time: systemClock.now(), name: 'portfolio-api', requestId, err: told })}\n`)
    },
  })
  await portfolio.listen({ apiPort, filesPort, ...(host === '' ? {} : { host }) }).catch(asTaken)
  return { portfolio, serviceKey }
}

/** Where the chat keeps files, where that is another place than ChatGPT's: host names with commas, or `any`. */
function fileHostsOf(env: Env): { fileHosts?: readonly string[] | 'any' } {
  const text = (env['PORTFOLIO_FILE_HOSTS'] ?? '').trim()
  if (text === '') return {}
  return { fileHosts: text === 'any' ? 'any' : text.split(',').map((host) => host.trim()) }
}

function asTaken(error: unknown): never {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
  if (!isTaken) throw error
  throw new Error(`Port ${String(error.port)} is taken. Set PORTFOLIO_API_PORT (pages) or PORTFOLIO_FILES_PORT (photos) to a free one.`, {
    cause: error,
  })
}

function portOf(env: Env, name: string, usual: number): number {
  const text = env[name] ?? ''
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (text === '') return usual
  if (port <= 65_535) return port
  throw new Error(`${name} should be a port from 0 to 65535, it is "${text}".`)
}

/** @throws when a variable holds no origin */
export function originOf(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '') return url.origin
  throw new Error(`${name} should be an http(s) origin, such as https://example.com, it is "${text}".`)
}
