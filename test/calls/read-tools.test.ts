import { expect, test } from 'vitest'
import { guardReads } from '../../packages/server/src/documents/read-guard.ts'
import { createWorld, noteTool } from '../once/set-up.ts'

test.each([
  [true, 'read_writes', "expected a tool of effect 'read' to write nothing"],
  [false, 'internal_error', 'nothing is known to have changed'],
])('S1.D.2 a read tool that writes, development %s: %s, and nothing is written', async (isDevelopment, code, words) => {
  const world = createWorld()
  const store = guardReads(world.store)
  const note = { kind: 'note', key: 'milk' }
  const save = async () => {
    await store.commit({ documentId: 'notes' }, () => ({
      writes: [{ type: 'record', record: { ...note, value: 1, expiresAt: null } }],
      result: null,
    }))
    return { model: { saved: 'milk', nth: 1 }, text: 'Saved.' }
  }
  const { call } = world.newMachine({ isDevelopment })
  expect(await call(noteTool(save, { effect: 'read' }))).toMatchObject({ isError: true, code, text: expect.stringContaining(words) })
  expect((await store.load({ documentId: 'notes', records: [note] })).records.size).toBe(0)
  expect(await call(noteTool(save))).toMatchObject({ isError: false })
  expect((await store.load({ documentId: 'notes', records: [note] })).records.size).toBe(1)
})
