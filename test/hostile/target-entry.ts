import pino from 'pino'
import { createTargetApp } from './target-app.ts'

/** Run as a process: serves the target on a free port and tells its memory whenever it is asked; ends with its parent. */
const open = await createTargetApp(pino({ level: 'silent' })).listen({ port: 0 })
process.send?.({ port: open.port, mcpUrl: open.mcpUrl })
process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ rssBytes: process.memoryUsage().rss })
})
process.on('disconnect', () => process.exit(0))
