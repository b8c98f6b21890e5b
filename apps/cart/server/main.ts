import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxOrigins, serve, systemClock, systemIds } from '@lockstep/server'
import { postgres } from '@lockstep/server/postgres'
import { sqlite } from '@lockstep/server/sqlite'
import { createCartApp } from './cart-app.ts'
import { readSecret } from './read-secret.ts'

/** The seed's port. */
const DEFAULT_PORT = '8000'

const { env } = process
const port = env['CART_PORT'] ?? env['PORT'] ?? DEFAULT_PORT
const dataDir = env['CART_DATA_DIR'] ?? join(import.meta.dirname, '..', '.lockstep')
const publicUrl = env['CART_PUBLIC_URL'] ?? env['PUBLIC_URL'] ?? `http://localhost:${port}`
const widgetFile = env['CART_WIDGET']

mkdirSync(dataDir, { recursive: true })
// a database server for several processes, else a file for this one
const databaseUrl = env['DATABASE_URL'] ?? ''
const store = databaseUrl === '' ? sqlite(join(dataDir, 'cart.db')) : await postgres(databaseUrl)
const app = createCartApp({
  store,
  ...(widgetFile === undefined ? {} : { widgetHtml: () => readFile(widgetFile, 'utf8') }),
  secret: readSecret(env['CART_SECRET'], join(dataDir, 'cart.key')),
  publicUrl,
  clock: systemClock,
  ids: systemIds,
  transport: env['CART_TRANSPORT'] === 'http' ? 'http' : 'tool',
  strict: env['CART_STRICT'] === '1',
  requireToken: env['CART_REQUIRE_TOKEN'] === '1',
  rates: env['CART_RATE_LIMITS'] === 'off' ? 'off' : {},
})
const allowedOrigins = (env['CART_ALLOWED_ORIGINS'] ?? '').split(',').filter((origin) => origin !== '')
// a local ChatGPT that somebody else started has its frames at the usual port; `lockstep dev` names its own
const frames = env['NODE_ENV'] === 'production' ? [] : [sandboxOrigins(`http://localhost:${port}/mcp`).inner]
await serve(app, { env: { ...env, PORT: port, PUBLIC_URL: publicUrl }, allowedOrigins: [...allowedOrigins, ...frames] })
