import pg from 'pg'
import { isDue, pass } from './crash-point.ts'

/** What a test changes in the sessions that the real store opens. */
export interface PostgresTampering {
  /** In place of `on`: commits are not on disk when they are answered. */
  synchronousCommit?: 'off'
}

type Query = (...args: unknown[]) => unknown

/**
 * Watches the statements of every PostgreSQL connection of this process, and passes the crash points on the way. A statement that is only handed to the
 * driver has not reached the server; so before a commit the server is asked something, and its answer means that it has all the rows.
 */
export function tamperWithPostgres({ synchronousCommit }: PostgresTampering): void {
  const query = pg.Client.prototype.query as Query
  const tampered = function (this: pg.Client, ...args: unknown[]): unknown {
    const [first] = args
    const text = typeof first === 'string' ? first : textOf(first)
    if (synchronousCommit !== undefined && text.includes('synchronous_commit')) {
      return query.call(this, text.replace("else 'on'", `else '${synchronousCommit}'`), ...args.slice(1))
    }
    if (/^\s*begin\b/i.test(text)) pass('before-transaction')
    if (/^\s*(insert|update|delete)\b/i.test(text)) pass('inside-transaction')
    if (!/^\s*commit\b/i.test(text)) return query.apply(this, args)
    if (isDue('before-commit')) return (query.call(this, 'select 1') as Promise<unknown>).then(() => pass('before-commit'))
    pass('before-commit')
    const committed = query.apply(this, args)
    if (committed instanceof Promise) return committed.then(passAfterCommit)
    return committed
  }
  pg.Client.prototype.query = tampered as typeof pg.Client.prototype.query
}

function passAfterCommit<T>(result: T): T {
  pass('after-commit')
  return result
}

function textOf(config: unknown): string {
  return typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string' ? config.text : ''
}
