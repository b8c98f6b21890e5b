import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface TargetProcess {
  readonly port: number
  readonly mcpUrl: string
  /** Its resident memory, after its rubbish is collected. */
  rssBytes(): Promise<number>
  /** Null while it lives. */
  exitCode(): number | null
  close(): Promise<void>
}

/** The target in a process of its own: what kills it kills no test, and its memory is its own. */
export async function startTarget(): Promise<TargetProcess> {
  const entry = fileURLToPath(new URL('target-entry.ts', import.meta.url))
  const child = fork(entry, { execArgv: ['--conditions=@lockstep/source', '--expose-gc'] })
  const next = async (): Promise<Record<string, unknown>> => {
    const [message] = await once(child, 'message')
    return message
  }
  const { port, mcpUrl } = await next()
  return {
    port: Number(port),
    mcpUrl: String(mcpUrl),
    rssBytes: async () => {
      child.send('rss')
      return Number((await next())['rssBytes'])
    },
    exitCode: () => child.exitCode ?? (child.signalCode === null ? null : 1),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
