import path from 'node:path'
import process from 'node:process'
import { serve, systemClock, systemIds } from '@lockstep/server'
import { sqlite } from '@lockstep/server/sqlite'
import { installationOf, openPortfolio, originOf, originsOf } from '../api/open-portfolio.ts'
import { keyFor } from '../api/read-key.ts'
import type { ApiClientOptions } from './api-client.ts'
import { createPortfolioApp } from './portfolio-app.ts'

const DEFAULT_PORT = '8001'
/** Where `lockstep dev` has its authorization server. */
const DEV_ISSUER = 'http://localhost:4702'

const { env } = process
const port = env['PORTFOLIO_PORT'] ?? env['PORT'] ?? DEFAULT_PORT
const isProduction = env['NODE_ENV'] === 'production'
const issuer = env['AUTH_ISSUER'] ?? (isProduction ? undefined : (env['LOCKSTEP_DEV_AUTH'] ?? DEV_ISSUER))
if (issuer === undefined) throw new Error('AUTH_ISSUER should name the authorization server that signs contractors in; see docs/sign-in.md.')

const { api, close } = await openApi()
const { dataDir, key } = installationOf(env)
const { webUrl, filesUrl } = originsOf(env)
const app = createPortfolioApp({
  store: sqlite(path.join(dataDir, 'mcp.db')),
  api,
  auth: { issuer, scopes: ['portfolio'] },
  webUrl,
  filesUrl,
  secret: keyFor(key, 'mcp'),
  clock: systemClock,
  ids: systemIds,
})
await serve(app, {
  env: { ...env, PORT: port, PUBLIC_URL: env['PORTFOLIO_PUBLIC_URL'] ?? env['PUBLIC_URL'] ?? '' },
  onClose: close,
})

/** The API where PORTFOLIO_API_URL says, else one in this process, with the pages and the photos. */
async function openApi(): Promise<{ api: ApiClientOptions; close(): Promise<void> }> {
  const apiUrl = env['PORTFOLIO_API_URL'] ?? ''
  if (apiUrl !== '') {
    const serviceKey = env['PORTFOLIO_API_KEY'] ?? ''
    if (serviceKey === '') throw new Error('PORTFOLIO_API_KEY should hold the key that the API at PORTFOLIO_API_URL was given.')
    return { api: { fetch, apiUrl: originOf(apiUrl, 'PORTFOLIO_API_URL'), serviceKey }, close: async () => undefined }
  }
  const { portfolio, serviceKey } = await openPortfolio(env)
  return { api: { fetch: portfolio.api.fetch, apiUrl: 'http://localhost', serviceKey }, close: () => portfolio.close() }
}
