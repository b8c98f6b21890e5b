import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChildMessage } from './child/crash-entry.ts'
import type { ArmMessage } from './child/crash-point.ts'

const ENTRY = fileURLToPath(new URL('./child/crash-entry.ts', import.meta.url))
/** Nobody's own database unless a test names one, and no limit on how often writers ask. */
const PLAIN = { DATABASE_URL: '', CART_RATE_LIMITS: 'off' }
/** Halves the work of a start; anybody may delete it. */
const COMPILE_CACHE = path.join(tmpdir(), 'lockstep-compile-cache')
/** Milliseconds a start, or a point that is armed, may take before it counts as never reached. */
const REACH_MS = 15_000

export interface CrashServer {
  pid: number
  /** Opens the store and listens; resolves when it serves. */
  go(env: Readonly<Record<string, string>>): Promise<void>
  /** From now on the point kills. */
  arm(point: Omit<ArmMessage, 'type'>): Promise<void>
  /** Runs SQL on the store's own SQLite connection. */
  sql(sql: string): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** How it ended, a signal's name or an exit code. @throws when it does not end. */
  ended(): Promise<string | number | null>
}

/** A process of the cart server, loaded but not yet open, in which crash points can be armed. */
export function warmCrashServer(env: Readonly<Record<string, string>> = {}): CrashServer {
  const child = fork(ENTRY, [], {
    execPath: process.execPath,
    execArgv: ['--conditions=@lockstep/source'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...PLAIN, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const errors: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const end = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number | null)
  const warm = message(child, 'warm')
  // waited for only by those who go on to use it
  warm.catch(() => {})
  const said = () => (errors.length === 0 ? '' : `: ${errors.join('')}`)
  const tell = (wish: ChildMessage, answer: string) => {
    const answered = message(child, answer)
    child.send(wish)
    return orLate(Promise.race([answered, end.then((how) => Promise.reject(new Error(`the server ended with ${String(how)}${said()}`)))]), answer)
  }
  return {
    pid: child.pid ?? 0,
    go: async (more) => {
      await orLate(warm, 'warm')
      await tell({ type: 'go', env: more }, 'ready')
    },
    arm: (point) => tell({ ...point, type: 'arm' }, 'armed'),
    sql: (sql) => tell({ type: 'sql', sql }, 'done'),
    signal: (signal) => void child.kill(signal),
    ended: () => orLate(end, 'end'),
  }
}

function message(child: ChildProcess, type: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (told: { type: string }) => {
      if (told.type !== type) return
      child.off('message', listen)
      resolve()
    }
    child.on('message', listen)
    child.once('exit', () => reject(new Error(`the server ended before '${type}'`)))
  })
}

async function orLate<T>(promise: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`expected '${what}' of the server within ${REACH_MS} ms`)), REACH_MS)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
