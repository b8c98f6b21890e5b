import { existsSync, watch, type FSWatcher } from 'node:fs'
import path from 'node:path'

/** Milliseconds of quiet after a change: an editor writes, renames and writes again. */
const SETTLE_MS = 50

/** Waits for changes of files, which may be added at any time. */
export interface ModuleWatch {
  add(file: string): void
  /** Resolves with the first of the files that changes from now on, once it came to rest. */
  nextChange(): Promise<string>
  close(): void
}

/** Watches the folders of the files, not the files: many an editor puts a new file in the place of the old one. One that the system refuses is said once. */
export function watchModules(warn: (line: string) => void): ModuleWatch {
  const files = new Set<string>()
  const folders = new Map<string, FSWatcher>()
  /** Folders that are not there yet, or not any more; the one above each is watched. */
  const awaited = new Set<string>()
  let hasWarned = false
  let isClosed = false
  let waiting: PromiseWithResolvers<string> | null = null
  let timer: NodeJS.Timeout | undefined

  function noticed(file: string): void {
    if (!files.has(file) || waiting === null) return
    clearTimeout(timer)
    const { resolve } = waiting
    timer = setTimeout(() => {
      waiting = null
      resolve(file)
    }, SETTLE_MS)
  }

  function watchFolder(folder: string): void {
    if (folders.has(folder)) return
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null) return
        const changed = path.join(folder, name)
        noticed(changed)
        if (awaited.has(changed) && existsSync(changed)) watchFolder(changed)
        // the system tells its own name when the folder itself goes; another one may come in its place
        if (name === path.basename(folder)) watchAnew(folder)
      })
      // of a folder that is still there it would only fail again
      watcher.on('error', () => (existsSync(folder) ? folders.delete(folder) : watchAnew(folder)))
      folders.set(folder, watcher)
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      if (isMissing && path.dirname(folder) !== folder) {
        awaited.add(folder)
        watchFolder(path.dirname(folder))
      } else if (!hasWarned) {
        hasWarned = true
        warn(
          `saved files are not noticed everywhere, as the system watches no more of them: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
      return
    }
    if (awaited.delete(folder)) for (const file of files) if (path.dirname(file) === folder && existsSync(file)) noticed(file)
    for (const child of awaited) if (path.dirname(child) === folder && existsSync(child)) watchFolder(child)
  }

  function watchAnew(folder: string): void {
    folders.get(folder)?.close()
    folders.delete(folder)
    if (!isClosed) watchFolder(folder)
  }

  return {
    add(file) {
      files.add(file)
      watchFolder(path.dirname(file))
    },
    nextChange() {
      waiting ??= Promise.withResolvers<string>()
      return waiting.promise
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const watcher of folders.values()) watcher.close()
      folders.clear()
    },
  }
}
