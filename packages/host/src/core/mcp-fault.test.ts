import { expect, test } from 'vitest'
import { toMcpFault } from './mcp-fault.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

test.each([refused, new Error('fetch failed')])('a key in the address of a server is not told on: the model reads what went wrong (%s)', (error) => {
  const { message } = toMcpFault(error, 'http://127.0.0.1:9/mcp?api_key=CANARY#CANARY')
  expect(message).toContain('http://127.0.0.1:9/mcp')
  expect(message).not.toContain('CANARY')
})
