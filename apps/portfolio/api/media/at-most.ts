/** Lets so many works run at the same time; what comes beyond them begins, in its order, when one has ended, well or not. */
export function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: Array<() => void> = []
  let running = 0
  return async (work) => {
    if (running < count) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // its place goes on to the next one
      if (next === undefined) running -= 1
      else next()
    }
  }
}
