import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

const { file, flag } = workerData as { file: string; flag: Int32Array }
const db = new DatabaseSync(file, { timeout: 50 })

/** Checkpoints whenever there is something to carry over; the flag is up while one runs. Ends with its process. */
function checkpoint(): void {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    Atomics.store(flag, 0, 1)
    db.prepare('pragma wal_checkpoint(truncate)').get()
    Atomics.store(flag, 0, 0)
  }
  setImmediate(checkpoint)
}
checkpoint()
