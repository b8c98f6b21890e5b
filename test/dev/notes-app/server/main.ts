import { setTimeout } from 'node:timers/promises'
import { createApp, reply, serve } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { z } from 'zod'
import { GREETING } from './words.ts'

const app = createApp({ name: 'notes', version: '1.0.0', store: memory() })
const view = app.view('notes', { entry: './views/notes.tsx', describe: 'The notes, as a list.', border: true })

app.tool(
  'show_notes',
  {
    title: 'Show the notes',
    description: 'Use this when the person wants to see the notes.',
    effect: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ greeting: z.string() }),
    view,
    status: ['Opening the notes…', 'Notes ready'],
  },
  async () => reply({ model: { greeting: GREETING }, text: `There are ${GREETING}.` }),
)

app.tool(
  'count_slowly',
  {
    title: 'Count slowly',
    description: 'Use this when the person wants to wait.',
    effect: 'read',
    input: z.strictObject({ waitMs: z.int().min(0).max(5_000) }),
    output: z.strictObject({ waitedMs: z.int() }),
    status: ['Counting…', 'Counted'],
  },
  async ({ waitMs }) => {
    app.logger.info('counting')
    await setTimeout(waitMs)
    return reply({ model: { waitedMs: waitMs }, text: 'Counted.' })
  },
)

await serve(app)
