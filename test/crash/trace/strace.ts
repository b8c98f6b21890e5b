import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../apps/cart/server/main.ts', import.meta.url))
const NORMAL_SYNC = fileURLToPath(new URL('../child/normal-sync.ts', import.meta.url))
/** Bytes of one write that are kept whole in the log; a page of the database is 4,096. */
const DATA_MAX = 70_000
/** Lets all other calls run at full speed. Signals are not injected with it (strace 6.1). */
const ONLY_TRACED = '--seccomp-bpf'

export interface TracedServer {
  url: string
  /** SIGTERM's own road: the server stops in good order, and the log is complete. */
  stop(): Promise<void>
}

export interface TraceOptions {
  env: Readonly<Record<string, string>>
  /** What to trace or inject, as strace's own arguments. */
  strace: readonly string[]
  /** The store without the fsync of each commit. */
  synchronous?: 'normal'
}

/** Traces what reaches the disk and what reaches a client, with all its bytes. */
export function traceToFile(log: string): string[] {
  // with a question mark: not every processor's Linux has it
  const calls = 'openat,pwrite64,write,writev,sendto,sendmsg,ftruncate,fdatasync,fsync,?unlink,unlinkat,?link,linkat,?rename,?renameat,renameat2'
  return [ONLY_TRACED, '-y', '-xx', '-s', String(DATA_MAX), '-e', `trace=${calls}`, '-o', log]
}

/** Makes some calls on one file fail, as a broken or a full disk does; `when` counts them, `2..5` = the second to the fifth. */
export function failCalls(file: string, call: string, error: string, when: string): string[] {
  return [ONLY_TRACED, '-P', file, '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`, '-o', '/dev/null']
}

/** Kills the server with SIGKILL at one call on one file, before the call is made. */
export function killAtCall(file: string, call: string, nth: number): string[] {
  return ['-P', file, '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${nth}`, '-o', '/dev/null']
}

/**
 * The real cart server under strace, which starts it: attaching to a running one needs rights that a container may lack.
 * @throws when strace is not installed, or the server does not start; with what was said.
 */
export async function startTraced({ env, strace, synchronous }: TraceOptions): Promise<TracedServer & { ended: Promise<string | number | null> }> {
  const node = [process.execPath, '--conditions=@lockstep/source', ...(synchronous === undefined ? [] : ['--import', NORMAL_SYNC]), MAIN]
  const child = spawn(findStrace(), ['-f', '-q', ...strace, ...node], {
    env: { ...process.env, DATABASE_URL: '', CART_RATE_LIMITS: 'off', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const said: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number | null)
  const ready = once(child, 'message').then(([message]) => (message as { url: string }).url)
  const died = ended.then((how) => Promise.reject(new Error(`the traced server ended with ${String(how)}: ${said.join('')}`)))
  died.catch(() => {})
  const url = await Promise.race([ready, died])
  return {
    url,
    ended,
    stop: async () => {
      // a signal would reach strace, not the server; the server also stops when its parent lets go of it
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

function findStrace(): string {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, 'strace')
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // not in this folder
    }
  }
  throw new Error(
    'Expected strace, which shows what reaches the disk; it is not installed. npm run test:full installs it, or: apt-get install strace',
  )
}
