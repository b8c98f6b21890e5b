import { createApp, reply } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { z } from 'zod'

/** A server as an app declares one; a view learns all of it by `import type`. */
export function declareSample(withTrash: boolean) {
  const app = createApp({ name: 'sample', version: '1', store: memory() })
  const list = app.view('list', { html: () => '<!doctype html>', describe: 'The notes.', border: true })
  const editor = app.view('editor', { html: () => '<!doctype html>', describe: 'One note.', border: true })
  const note = z.object({ id: z.string(), title: z.string(), length: z.int() })

  const listNotes = app.tool(
    'list_notes',
    {
      title: 'List notes',
      description: 'Use this when the person wants to see notes.',
      effect: 'read',
      input: z.strictObject({ folder: z.string().optional() }),
      output: z.object({ notes: z.array(note) }),
      private: z.object({ folders: z.array(z.string()) }),
      view: list,
    },
    () => reply({ model: { notes: [] }, text: 'none', private: { folders: [] } }),
  )
  const openNote = app.tool(
    'open_note',
    {
      title: 'Open a note',
      description: 'Use this when the person wants to see one note.',
      effect: 'read',
      input: z.strictObject({ id: z.string() }),
      output: z.object({ note }),
      view: editor,
    },
    ({ id }) => reply({ model: { note: { id, title: '', length: 0 } }, text: 'a note' }),
  )
  const saveNote = app.tool(
    'save_note',
    {
      title: 'Save a note',
      description: 'Use this when the person changes a note.',
      effect: 'write',
      input: z.strictObject({ id: z.string(), title: z.string(), length: z.int().default(0) }),
      output: z.object({ savedAt: z.number() }),
      private: z.object({ version: z.int() }),
    },
    () => reply({ model: { savedAt: 1 }, text: 'saved', private: { version: 1 } }),
  )
  const dropNote = withTrash
    ? app.tool(
        'drop_note',
        {
          title: 'Delete a note',
          description: 'Use this when the person wants a note gone.',
          effect: 'destroy',
          visibility: ['app'],
          input: z.strictObject({ id: z.string() }),
          output: z.object({}),
        },
        () => reply({ model: {}, text: 'gone' }),
      )
    : null
  return { app, tools: { listNotes, openNote, saveNote, dropNote } }
}
