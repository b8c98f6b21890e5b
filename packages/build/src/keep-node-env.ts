let running = 0
let before: string | undefined

/**
 * Runs something of Vite's and leaves NODE_ENV as it was: Vite says `production` or `development` for the whole process where nobody said
 * anything, and what the process starts next (an app's server, a test runner) would believe it.
 */
export async function keepingNodeEnv<T>(run: () => Promise<T>): Promise<T> {
  if (running === 0) before = process.env['NODE_ENV']
  running += 1
  try {
    return await run()
  } finally {
    running -= 1
    if (running === 0) {
      if (before === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = before
    }
  }
}
