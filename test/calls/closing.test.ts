import { createMemoryStore } from '../../packages/server/src/stores/memory-store.ts'
import { createApp, reply } from '@lockstep/server'
import pino from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'

const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }
const BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'pay', arguments: { operationId: 'op-0123456789abcdef' } },
})

test('R10 a call under way when the app is closed has its answer kept before the store goes', { timeout: 20_000 }, async () => {
  const store = createMemoryStore({ epoch: 'e', now: () => Date.now() })
  let closed = false
  let afterClose = 0
  const app = createApp({
    name: 'demo',
    version: '1',
    logger: pino({ level: 'silent' }),
    store: {
      ...store,
      commit: (want, decide) => {
        if (closed) afterClose += 1
        return store.commit(want, decide)
      },
    },
  })
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  app.tool('pay', { title: 'P', description: 'D', effect: 'write', input: z.strictObject({}), output: z.strictObject({}) }, async () => {
    begun.resolve()
    await over.promise
    return reply({ model: {}, text: 'Paid.' })
  })
  const { mcpUrl, close } = await app.listen({ port: 0 })
  const call = fetch(mcpUrl, { method: 'POST', headers: HEADERS, body: BODY })
    .then((answer) => answer.text())
    .catch(() => 'cut')
  await begun.promise
  // a payment takes 4 s, more than the grace of the sockets and less than that of the process
  setTimeout(() => over.resolve(), 4_000)
  await close()
  closed = true
  await call
  await over.promise
  await new Promise((resolve) => setImmediate(resolve))
  expect(afterClose).toBe(0)
})
