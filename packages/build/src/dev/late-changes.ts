import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Milliseconds within which the watcher drops a second change of a file (50 in chokidar, which Vite brings), and some for the clock. */
const LOOK_AGAIN_MS = 80

interface Watcher {
  on(event: 'change', listener: (file: string, stats?: Pick<Stats, 'mtimeMs'>) => void): unknown
  emit(event: 'change', file: string, stats: Stats): boolean
}

/**
 * Tells of the second of two quick saves, as a formatter makes them: the watcher drops a change that comes right after another one of the same
 * file, and the view would show the first until the next save.
 */
export function catchLateChanges(
  watcher: Watcher,
  later: (run: () => void, ms: number) => void = (run, ms) => void setTimeout(run, ms).unref(),
): void {
  watcher.on('change', (file, seen) => {
    if (seen === undefined) return
    later(() => {
      stat(file).then(
        (now) => now.mtimeMs > seen.mtimeMs && watcher.emit('change', file, now),
        // gone meanwhile: the watcher tells of that itself
        () => undefined,
      )
    }, LOOK_AGAIN_MS)
  })
}
