import type { ToolResult } from '@lockstep/contract'
import { SyncRefusal, type Mutation } from '@lockstep/sync'
import { expect, test } from 'vitest'
import { toolChannel } from './tool-channel.ts'

const mutation: Mutation = {
  documentId: 'p_1',
  epoch: 'e1',
  baseRevision: 3,
  value: { things: { tent: 1 } },
  mutationId: 'm_1',
  supersedes: [],
  clientId: 'w_1',
  seq: 1,
  onConflict: 'merge',
}
const document = { documentId: 'p_1', epoch: 'e1', revision: 4, value: { things: { tent: 1 } } }
const reply = { ...document, mutationId: 'm_1', status: 'applied', conflicts: [], changes: [] }
const ok = (brought: unknown, structuredContent: Record<string, unknown> = {}): ToolResult => ({
  content: [],
  structuredContent,
  _meta: { 'lockstep/document': brought },
})
const no = (error: unknown): ToolResult => ({ content: [], isError: true, _meta: { 'lockstep/error': error } })

function by(result: ToolResult) {
  const calls: unknown[] = []
  return { calls, channel: toolChannel(async (name, args) => (calls.push([name, args]), result), 'packing-list') }
}
const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

test('a mutation goes out by the kind’s own tool under its own field names', async () => {
  const { calls, channel } = by(ok(reply))
  expect(await channel.send(mutation, { isLast: false })).toEqual(reply)
  expect(calls).toEqual([['sync_packing_list', { ...mutation, v: 2 }]])
})

test('a refusal has its code, place, delay and the state to rebase on', async () => {
  const error = { code: 'stale_base', message: 'old', path: 'baseRevision', retryAfterMs: 5, current: document }
  const refusal = await caught(by(no(error)).channel.send(mutation, { isLast: false }))
  expect(refusal).toBeInstanceOf(SyncRefusal)
  expect((refusal as SyncRefusal).failure).toEqual(error)
})

test.each([
  ['an unexpected error', no({ code: 'internal_error', message: 'x' })],
  ['an error without a code', no(undefined)],
  ['a member of Object as a code', no({ code: 'constructor', message: 'x' })],
  ['no document', ok(undefined)],
  ['a document of another edit', ok({ ...reply, mutationId: 'm_0' })],
  ['half a document', ok({ ...reply, epoch: 7 })],
])('%s counts as no answer, so the edit is sent again', async (_what, result) => {
  const error = await caught(by(result).channel.send(mutation, { isLast: true }))
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(SyncRefusal)
})

test('it looks for news with what it holds, and takes "unchanged" for none', async () => {
  const first = by(ok(document))
  expect(await first.channel.fetchSnapshot('p_1')).toEqual(document)
  expect(first.calls).toEqual([['packing_list_changes', { documentId: 'p_1' }]])
  const second = by({ content: [], structuredContent: { documentId: 'p_1', revision: 4, unchanged: true } })
  expect(await second.channel.fetchSnapshot('p_1', { epoch: 'e1', revision: 4 })).toBeNull()
  expect(second.calls).toEqual([['packing_list_changes', { documentId: 'p_1', epoch: 'e1', since: 4 }]])
})

test('neither news nor "unchanged" is no answer', async () => {
  await expect(by({ content: [], structuredContent: {} }).channel.fetchSnapshot('p_1')).rejects.toThrow('expected the document')
})
