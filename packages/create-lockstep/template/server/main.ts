import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@lockstep/server'
import { sqlite } from '@lockstep/server/sqlite'
import { createChecklistApp } from './app.ts'

const folder = process.env['DATA_DIR'] ?? join(import.meta.dirname, '..', 'data')
mkdirSync(folder, { recursive: true })

const { SECRET } = process.env
const { app } = createChecklistApp({ store: sqlite(join(folder, 'checklist.db')), ...(SECRET === undefined ? {} : { secret: SECRET }) })
await serve(app)
