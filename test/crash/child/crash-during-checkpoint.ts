import { Worker } from 'node:worker_threads'
import { pass } from './crash-point.ts'

/** Checkpoints the file again and again from a second thread, and passes the point whenever one is seen to run. */
export function crashDuringCheckpoint(file: string): void {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: { file, flag } })
  worker.unref()
  const watch = (): void => {
    if (Atomics.load(flag, 0) === 1) pass('during-checkpoint')
    setImmediate(watch)
  }
  watch()
}
