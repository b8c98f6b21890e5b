import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { crashDuringCheckpoint } from './crash-during-checkpoint.ts'
import { arm, type ArmMessage } from './crash-point.ts'
import { onStoreConnection, tamperWithSqlite } from './tamper-sqlite.ts'

/** What a parent may say to the server process. */
export type ChildMessage =
  | { type: 'go'; env: Readonly<Record<string, string>> }
  | ArmMessage
  /** SQL for the store's own SQLite connection. */
  | { type: 'sql'; sql: string }

// The real cart server, with everything loaded but nothing opened until the parent says go: a start then takes some 30 ms instead of 400.
tamperWithSqlite({})
if ((process.env['DATABASE_URL'] ?? '') !== '') {
  const { tamperWithPostgres } = await import('./tamper-postgres.ts')
  tamperWithPostgres(process.env['CRASH_SYNCHRONOUS_COMMIT'] === 'off' ? { synchronousCommit: 'off' } : {})
}
await import('../../../apps/cart/server/cart-app.ts')
await import('@lockstep/server/sqlite')
// who is killed leaves nothing behind, and the next would have to compile everything again
flushCompileCache()

process.on('message', (message: ChildMessage) => {
  if (message.type === 'go') {
    Object.assign(process.env, message.env)
    void import('../../../apps/cart/server/main.ts')
  } else if (message.type === 'arm') {
    arm(message)
    if (message.point === 'during-checkpoint') crashDuringCheckpoint(path.join(process.env['CART_DATA_DIR'] ?? '', 'cart.db'))
    process.send?.({ type: 'armed' })
  } else {
    onStoreConnection(message.sql)
    process.send?.({ type: 'done' })
  }
})
process.send?.({ type: 'warm' })
