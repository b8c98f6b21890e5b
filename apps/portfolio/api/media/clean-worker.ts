import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { ApiRefusal } from '../refusal.ts'
import { cleanImage } from './clean-image.ts'

// The process that reads strangers' photos: started, asked and ended by start-clean-worker.ts. One photo at a time, by the path of its file.
process.on('message', (file) => {
  if (typeof file === 'string') void answer(file)
})
// Whatever ended the parent, a photo under way or not: exit would wait for the decoder's thread, which may never come back.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group: the parent decides when this process ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

async function answer(file: string): Promise<void> {
  try {
    process.send?.({ ok: true, ...(await cleanImage(await readFile(file))) })
  } catch (error) {
    // anything but a refusal ends the process: the parent refuses the photo and starts another
    if (!(error instanceof ApiRefusal)) throw error
    const { code, message } = error
    process.send?.({ ok: false, code, message })
  }
  // else what is left of this photo lies beside the next one until the engine finds time
  globalThis.gc?.()
}
