import { fork, type ChildProcess } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { FULL_MAX_PX } from './photo-limits.ts'

const cleanSide = z.int().min(1).max(FULL_MAX_PX)
/** What the worker may say: it reads what strangers sent, so nothing of it is believed unseen. */
const answerSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    full: z.instanceof(Uint8Array),
    thumbnail: z.instanceof(Uint8Array),
    widthPx: cleanSide,
    heightPx: cleanSide,
  }),
  z.strictObject({ ok: z.literal(false), code: z.enum(['UNSUPPORTED_TYPE', 'TOO_LARGE']), message: z.string().max(500) }),
])
export type CleanAnswer = z.infer<typeof answerSchema>

/** A process that cleans photos, one at a time. */
export interface CleanWorker {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  /** Null when the process ended without an answer, or gave none that makes sense: it is no good any more. */
  ask(file: string): Promise<CleanAnswer | null>
  /** Whether it can still be asked. */
  isRunning(): boolean
  /** Ends it at once, whatever it is doing; it keeps nothing that could be lost. Resolves when it is gone. */
  end(): Promise<void>
}

const WORKER = fileURLToPath(new URL('./clean-worker.ts', import.meta.url))
/** All that the worker needs of the environment: no key of ours is among it. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'] as const
/** glibc gives memory back as soon as it is free; elsewhere these mean nothing. */
const MEMORY_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

/** Starts one. It keeps this process alive only while it has a photo, and dies with it. `module` = another one, for tests. */
export function startCleanWorker(module: string = WORKER): CleanWorker {
  const passedOn = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
  const child = fork(module, [], {
    // preloads and flags of this process are not meant for it; it tidies up after each photo
    execArgv: ['--expose-gc'],
    env: { ...passedOn, ...MEMORY_ENV },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = new Promise<null>((resolve) => {
    child.once('exit', () => resolve(null))
    child.on('error', () => resolve(null))
  })
  // what nobody asked for is dropped: kept, it would answer the next photo
  child.on('message', () => undefined)
  hold(child, false)
  return {
    pid: child.pid,
    async ask(file) {
      // where there was no room for its channel, too
      if (!child.connected) return null
      hold(child, true)
      try {
        return await Promise.race([gone, answerOf(child, file)])
      } finally {
        hold(child, false)
      }
    },
    isRunning: () => child.connected && !child.killed && child.exitCode === null && child.signalCode === null,
    async end() {
      child.kill('SIGKILL')
      hold(child, true)
      await gone
    },
  }
}

/** Whether the process is waited for by this one. */
function hold(child: ChildProcess, isNeeded: boolean): void {
  if (isNeeded) child.ref()
  else child.unref()
  if (isNeeded) child.channel?.ref()
  else child.channel?.unref()
}

function answerOf(child: ChildProcess, file: string): Promise<CleanAnswer | null> {
  return new Promise((resolve) => {
    child.once('message', (message: unknown) => resolve(answerSchema.safeParse(message).data ?? null))
    // a process that is gone takes nothing; its end says so
    child.send(file, (error) => {
      if (error !== null) resolve(null)
    })
  })
}
