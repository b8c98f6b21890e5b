import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { memory } from '@lockstep/server/memory'
import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client'
import pino from 'pino'
import { createChecklistApp } from '../server/app.ts'

let client: Client
let close: () => Promise<void>

before(async () => {
  const { app } = createChecklistApp({ store: memory(), logger: pino({ level: 'silent' }) })
  const server = await app.listen({ port: 0 })
  client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(server.mcpUrl)))
  close = async () => {
    await client.close()
    await server.close()
  }
})
after(() => close())

/** Calls a tool as one person; each test is another. */
function as(subject: string) {
  return (name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> =>
    client.callTool({ name, arguments: args, _meta: { 'openai/subject': subject } })
}

const tasks = (answer: CallToolResult): unknown => (answer.structuredContent as { tasks: unknown }).tasks
const document = (answer: CallToolResult) =>
  answer._meta?.['lockstep/document'] as {
    documentId: string
    epoch: string
    revision: number
    value: { order: Record<string, string>; done: Record<string, string> }
  }

/** Ticks every task, as the view does: by the tool that `app.syncTool` declared. */
async function tickAll(call: ReturnType<typeof as>): Promise<void> {
  const { documentId, epoch, revision, value } = document(await call('show_checklist'))
  const done = Object.fromEntries(Object.keys(value.order).map((id) => [id, 'yes']))
  const saved = await call('sync_checklist', {
    v: 2,
    documentId,
    epoch,
    baseRevision: revision,
    value: { ...value, done },
    mutationId: `m-${documentId}`,
    supersedes: [],
    clientId: 'test',
    seq: 1,
    onConflict: 'merge',
  })
  assert.equal(saved.isError ?? false, false, JSON.stringify(saved))
}

test('what is added is there, in its order, for its person alone', async () => {
  const ada = as('ada')
  await ada('add_tasks', { tasks: [{ name: 'buy stamps' }, { name: 'call Bob' }] })
  assert.deepEqual(tasks(await ada('show_checklist')), [
    { text: 'buy stamps', isDone: false },
    { text: 'call Bob', isDone: false },
  ])
  assert.deepEqual(tasks(await as('somebody else')('show_checklist')), [])
})

test('a task needs words', async () => {
  const answer = await as('bob')('add_tasks', { tasks: [{ name: '  ' }] })
  assert.equal(answer.isError, true)
})

test('the model’s call and the person’s tick meet in one document', async () => {
  const call = as('carol')
  await call('add_tasks', { tasks: [{ name: 'water the plants' }] })
  await tickAll(call)
  assert.deepEqual(tasks(await call('show_checklist')), [{ text: 'water the plants', isDone: true }])
})

test('removing what is done asks first, and does it once the person has agreed', async () => {
  const call = as('dora')
  await call('add_tasks', { tasks: [{ name: 'one' }] })
  await tickAll(call)
  await call('add_tasks', { tasks: [{ name: 'two' }] })
  const asked = await call('clear_done')
  assert.equal(asked.isError, true)
  const error: unknown = asked._meta?.['lockstep/error']
  const { code, question, confirmation } = error as { code: string; question: string; confirmation: string }
  assert.deepEqual([code, question], ['confirmation_required', 'Remove the one task that is done?'])
  assert.deepEqual(tasks(await call('clear_done', { confirmation })), [{ text: 'two', isDone: false }])
})

test('nobody reaches the list of another', async () => {
  const eve = as('eve')
  const { documentId } = document(await as('frank')('show_checklist'))
  const answer = await eve('checklist_changes', { documentId })
  assert.equal(answer.isError, true)
})
