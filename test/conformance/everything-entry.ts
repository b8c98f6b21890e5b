import pino from 'pino'
import { createEverythingApp } from './everything-app.ts'

/** Run as a process: serves the everything app on a free port, tells its URL, and ends with its parent. */
const open = await createEverythingApp(pino({ level: 'silent' })).listen({ port: 0 })
process.send?.({ mcpUrl: open.mcpUrl })
process.on('disconnect', () => process.exit(0))
