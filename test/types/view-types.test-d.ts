import type { TypedTool } from '@lockstep/contract'
import {
  createView,
  useDocument,
  useOutcome,
  useRead,
  useSyncedDocument,
  useTool,
  useWrite,
  type HooksOf,
  type NoToolsFound,
  type ToolsOf,
} from '@lockstep/react'
import { counters, lastWriter, list, type DocumentSpec, type DocumentValue, type SyncChannel } from '@lockstep/sync'
import { expectTypeOf } from 'vitest'
import type * as server from './sample-server.ts'

/*
 * Compiled by the check step and never run: what must be an error stands under `@ts-expect-error`, and an expectation that is met by no error is one.
 * Hooks go by names of no hook here, since nothing renders.
 */

type Sample = typeof server
type Declared = ReturnType<typeof server.declareSample>
type Names = 'list_notes' | 'open_note' | 'save_note' | 'drop_note'
interface Note {
  id: string
  title: string
  length: number
}

export function names() {
  expectTypeOf<ToolsOf<Sample>['name']>().toEqualTypeOf<Names>()
  expectTypeOf<ToolsOf<typeof server.declareSample>['name']>().toEqualTypeOf<Names>()
  expectTypeOf<ToolsOf<Declared>['name']>().toEqualTypeOf<Names>()
  expectTypeOf<ToolsOf<Declared['tools']>['name']>().toEqualTypeOf<Names>()
  expectTypeOf<ToolsOf<Promise<{ tools: Declared['tools'] }>>['name']>().toEqualTypeOf<Names>()
  expectTypeOf<ToolsOf<ReadonlyArray<TypedTool<'a'> | TypedTool<'b'> | null>>['name']>().toEqualTypeOf<'a' | 'b'>()
  expectTypeOf<ToolsOf<TypedTool<'a'>>['name']>().toEqualTypeOf<'a'>()
  expectTypeOf<ToolsOf<() => Promise<readonly [TypedTool<'a'>, TypedTool<'b'>]>>['name']>().toEqualTypeOf<'a' | 'b'>()
}

export function noTools() {
  expectTypeOf<HooksOf<Declared['app']>>().toEqualTypeOf<NoToolsFound>()
  expectTypeOf<HooksOf<{ a: 1 }>>().toEqualTypeOf<NoToolsFound>()
  expectTypeOf<HooksOf<{ a: never; b: unknown }>>().toEqualTypeOf<NoToolsFound>()
}

const { useToolResult: result, useRead: read, useWrite: write, useTool: tool } = createView<Sample, 'list'>()
const { useToolResult: anyResult } = createView<Sample>()

export function results() {
  const opened = result()
  if (opened === null) return
  if (opened.failure !== null) {
    expectTypeOf(opened.data).toEqualTypeOf<null>()
    expectTypeOf(opened.failure.code).toEqualTypeOf<string>()
    return
  }
  expectTypeOf(opened.data.notes).toEqualTypeOf<Note[]>()
  expectTypeOf(opened.private.folders).toEqualTypeOf<string[] | undefined>()
  // @ts-expect-error data is what the server sent, and frozen
  opened.data.notes = []
  // @ts-expect-error another view's
  void opened.data.note
}

export function everyResult() {
  const opened = anyResult()
  if (opened === null || opened.failure !== null) return null
  return 'notes' in opened.data ? opened.data.notes.length : opened.data.note.length
}

export function reads() {
  expectTypeOf(read('list_notes', { folder: 'a' }, { initial: result() }).data).toEqualTypeOf<Readonly<{ notes: Note[] }> | null>()
  read('list_notes', {})
  // @ts-expect-error no such input
  read('list_notes', { folders: 'a' })
  // @ts-expect-error an input is missing
  read('open_note', {})
  // @ts-expect-error a write is not read
  read('save_note', { id: 'a', title: 'b' })
  // @ts-expect-error no such tool
  read('lst_notes', {})
}

export function writes() {
  const save = write('save_note', {
    confirm: ({ title }) => (title === '' ? 'Save without a title?' : null),
    reconcile: { selection: { key: 'selected', isValid: (selected, data) => data.savedAt > 0 && selected !== null } },
  })
  void save.run({ id: 'a', title: 'b' })
  void save.run({ id: 'a', title: 'b', length: 3 }, { operationId: 'op_1' })
  if (save.state.kind === 'success') {
    expectTypeOf(save.state.answer?.data.savedAt).toEqualTypeOf<number | undefined>()
    expectTypeOf(save.state.answer?.private.version).toEqualTypeOf<number | undefined>()
  }
  if (save.state.kind === 'error') expectTypeOf(save.state.failure.message).toEqualTypeOf<string>()
  // @ts-expect-error only a success has an answer
  void save.state.answer
  // @ts-expect-error a number is no title
  void save.run({ id: 'a', title: 1 })
  // @ts-expect-error no such input
  void save.run({ id: 'a', title: 'b', colour: 'red' })
  void write('drop_note').run({ id: 'a' })
  // @ts-expect-error a read tool writes nothing
  write('list_notes')
}

export function calls() {
  const open = tool('open_note')
  void open({ id: 'a' }).then(({ data }) => data?.note.title)
  // @ts-expect-error an input is missing
  void open({})
}

export function views() {
  createView<Sample, 'editor'>()
  // @ts-expect-error no tool is bound to such a view
  createView<Sample, 'edtor'>()
}

/** A server whose views have names that only run time knows. */
export function wideViews() {
  const { useToolResult: wide } = createView<[TypedTool<'a', object, { n: number }, object, 'read', string> | null], 'any-view'>()
  expectTypeOf(wide()?.data).toEqualTypeOf<Readonly<{ n: number }> | null | undefined>()
}

/** Hooks by themselves, which bundle no other. */
type Hooks = HooksOf<Sample, 'list'>
export const useListed: Hooks['useToolResult'] = useOutcome
export const useSampleTool: Hooks['useTool'] = useTool
export const useSampleRead: Hooks['useRead'] = useRead
export const useSampleWrite: Hooks['useWrite'] = useWrite

const board = { name: 'board', fields: { votes: counters({ max: 9 }), names: lastWriter({ maxLength: 9 }), order: list() } } satisfies DocumentSpec
const loose: DocumentSpec = board
const document = useDocument
const whole = useSyncedDocument

export function documents(channel: SyncChannel) {
  const brought = document(board)
  expectTypeOf(brought).toBeNullable()
  const votes = whole({ spec: board, documentId: 'd', snapshot: null, channel })
  expectTypeOf(votes.value.votes).toEqualTypeOf<Readonly<Record<string, number>>>()
  expectTypeOf(votes.value.names).toEqualTypeOf<Readonly<Record<string, string>>>()
  votes.edit((value) => ({ ...value, votes: { ...value.votes, a: 1 } }))
  // @ts-expect-error a count is no text
  votes.edit((value) => ({ ...value, votes: { ...value.votes, a: '1' } }))
  // @ts-expect-error no such field
  void votes.value.vote
  expectTypeOf(whole({ spec: loose, documentId: 'd', snapshot: null, channel }).value).toEqualTypeOf<DocumentValue>()
}
