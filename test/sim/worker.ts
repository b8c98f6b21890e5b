import { parentPort } from 'node:worker_threads'
import { runBlock, type Block } from './run-many.ts'

/** A thread that runs the blocks it is sent, one after the other. */
const port = parentPort
if (port === null) throw new Error('expected to run as a worker thread')
port.on('message', (block: Block) => {
  void runBlock(block).then((totals) => port.postMessage(totals))
})
