import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface EverythingProcess {
  mcpUrl: string
  close(): Promise<void>
}

/** The everything app in a process of its own, so that it has a core while the suite runs. */
export function startEverything(): Promise<EverythingProcess> {
  const child = fork(fileURLToPath(new URL('everything-entry.ts', import.meta.url)), { execArgv: ['--conditions=@lockstep/source'] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`expected the everything app to start, but it ended with code ${code}`)))
    child.once('message', ({ mcpUrl }: { mcpUrl: string }) => {
      resolve({
        mcpUrl,
        close: () =>
          new Promise((done) => {
            child.once('exit', () => done())
            child.disconnect()
          }),
      })
    })
  })
}
