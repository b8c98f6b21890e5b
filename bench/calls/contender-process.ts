import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Contender } from './contenders.ts'

export interface ContenderProcess {
  readonly url: string
  /** Microseconds of processor time so far. */
  cpuUs(): Promise<number>
  close(): Promise<void>
}

export async function startContender(name: Contender): Promise<ContenderProcess> {
  const entry = fileURLToPath(new URL('contender-entry.ts', import.meta.url))
  const child = fork(entry, [name], { execArgv: ['--conditions=@lockstep/source'], env: { ...process.env, NODE_ENV: 'production' } })
  const next = async (): Promise<Record<string, unknown>> => {
    const [message] = await once(child, 'message')
    return message
  }
  const { url } = await next()
  return {
    url: String(url),
    cpuUs: async () => {
      child.send('cpu')
      return Number((await next())['cpuUs'])
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
