import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxOrigins, systemClock, systemIds } from '@lockstep/server'
import { sqlite } from '@lockstep/server/sqlite'
import { createCartApp } from './cart-app.ts'

/** The seed's port. */
const DEFAULT_PORT = 8000

const port = Number(process.env['CART_PORT'] ?? process.env['PORT'] ?? DEFAULT_PORT)
const dataDir = process.env['CART_DATA_DIR'] ?? join(import.meta.dirname, '..', '.lockstep')
const widgetFile = process.env['CART_WIDGET'] ?? join(import.meta.dirname, '..', 'dist', 'views', 'cart.html')
const publicUrl = process.env['CART_PUBLIC_URL'] ?? `http://localhost:${port}`
const sandboxPort = process.env['LOCKSTEP_SANDBOX_PORT']

mkdirSync(dataDir, { recursive: true })
const store = sqlite(join(dataDir, 'cart.db'))
const app = createCartApp({
  store,
  widgetHtml: () => readFile(widgetFile, 'utf8'),
  secret: readSecret(join(dataDir, 'cart.key')),
  publicUrl,
  clock: systemClock,
  ids: systemIds,
  transport: process.env['CART_TRANSPORT'] === 'http' ? 'http' : 'tool',
})
const view = sandboxOrigins(`http://localhost:${port}/mcp`, sandboxPort === undefined ? undefined : Number(sandboxPort))
const extraOrigins = (process.env['CART_ALLOWED_ORIGINS'] ?? '').split(',').filter((origin) => origin !== '')
const server = await app.listen({ port, allowedOrigins: [view.inner, ...extraOrigins] })
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

/** The key of derived cart ids: made once, readable by this user only. */
function readSecret(file: string): string {
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
