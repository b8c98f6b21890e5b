import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxOrigins, systemClock, systemIds } from '@lockstep/server'
import { postgres } from '@lockstep/server/postgres'
import { sqlite } from '@lockstep/server/sqlite'
import { createCartApp } from './cart-app.ts'
import { readSecret } from './read-secret.ts'

/** The seed's port. */
const DEFAULT_PORT = 8000

const port = Number(process.env['CART_PORT'] ?? process.env['PORT'] ?? DEFAULT_PORT)
const dataDir = process.env['CART_DATA_DIR'] ?? join(import.meta.dirname, '..', '.lockstep')
const widgetFile = process.env['CART_WIDGET'] ?? join(import.meta.dirname, '..', 'dist', 'views', 'cart.html')
const publicUrl = process.env['CART_PUBLIC_URL'] ?? `http://localhost:${port}`
const sandboxPort = process.env['LOCKSTEP_SANDBOX_PORT']

mkdirSync(dataDir, { recursive: true })
// a database server for several processes, else a file for this one
const databaseUrl = process.env['DATABASE_URL'] ?? ''
const store = databaseUrl === '' ? sqlite(join(dataDir, 'cart.db')) : await postgres(databaseUrl)
const app = createCartApp({
  store,
  widgetHtml: () => readFile(widgetFile, 'utf8'),
  secret: readSecret(process.env['CART_SECRET'], join(dataDir, 'cart.key')),
  publicUrl,
  clock: systemClock,
  ids: systemIds,
  transport: process.env['CART_TRANSPORT'] === 'http' ? 'http' : 'tool',
  strict: process.env['CART_STRICT'] === '1',
  requireToken: process.env['CART_REQUIRE_TOKEN'] === '1',
  rates: process.env['CART_RATE_LIMITS'] === 'off' ? 'off' : {},
})
const view = sandboxOrigins(`http://localhost:${port}/mcp`, sandboxPort === undefined ? undefined : Number(sandboxPort))
const extraOrigins = (process.env['CART_ALLOWED_ORIGINS'] ?? '').split(',').filter((origin) => origin !== '')
const server = await app.listen({ port, allowedOrigins: [view.inner, ...extraOrigins], allowedHosts: [new URL(publicUrl).hostname] })
process.send?.({ type: 'ready', url: server.url })

async function stop(): Promise<void> {
  await server.close()
  await store.close()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
// a parent that dies takes its server along
if (process.send) process.on('disconnect', () => void stop())
