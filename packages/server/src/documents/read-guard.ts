import { AppError } from '@lockstep/contract'
import type { DocumentStore } from '@lockstep/sync'
import { AsyncLocalStorage } from 'node:async_hooks'

/** Name of the read tool that runs, in all that it calls and awaits. */
const readers = new AsyncLocalStorage<string>()

/** Runs a tool of effect `read`: every commit of a guarded store in it, and in whatever it starts, rejects and writes nothing. */
export function asReader<T>(run: () => Promise<T>, tool: string): Promise<T> {
  return readers.run(tool, run)
}

/**
 * The store as tools get it. All but `load` rejects inside `asReader`, so that what a host was told is safe to call unasked cannot write. A tool that
 * writes past `app.store`, to a file or a service, is beyond it.
 * @throws {AppError} TOOL_READ_WRITES (blame user), from `commit`, `sweep` and `close`.
 */
export function guardReads(store: DocumentStore): DocumentStore {
  async function unlessReading<T>(run: () => Promise<T>): Promise<T> {
    const tool = readers.getStore()
    if (tool !== undefined) throw readWrites(tool)
    return run()
  }

  return {
    load: (want) => store.load(want),
    commit: (want, decide) => unlessReading(() => store.commit(want, decide)),
    sweep: (before, now) => unlessReading(() => store.sweep(before, now)),
    close: () => unlessReading(() => store.close()),
  }
}

function readWrites(tool: string): AppError {
  const message = `Tool '${tool}': expected a tool of effect 'read' to write nothing, got a commit; nothing was written. Declare effect 'write' or 'destroy', or leave the write out.`
  return new AppError('TOOL_READ_WRITES', message, { blame: 'user', data: { tool } })
}
