import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { SYNC_PROTOCOL_VERSION } from './protocol.ts'
import { syncEnvelopeShape, syncReplyShape } from './schema.ts'

/** One line per version: the hash of its messages. A change of shape needs a new version, with its line in protocol.ts. */
const LOCKED: Record<number, string> = { 1: 'ec778595dee10309', 2: 'f929cc34ad3c608c' }

test('the wire shape changes only with the protocol version', () => {
  const shape = [z.toJSONSchema(z.strictObject(syncEnvelopeShape), { io: 'input' }), z.toJSONSchema(z.strictObject(syncReplyShape))]
  const hash = createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16)
  expect(hash).toBe(LOCKED[SYNC_PROTOCOL_VERSION])
})
