import { expect, onTestFinished, test } from 'vitest'
import { sendBytes, statusesOf } from './raw-socket.ts'
import { startTarget } from './target-process.ts'

/** Milliseconds; past HEADERS_TIMEOUT_MS and a look of CONNECTIONS_CHECK_MS. */
const PATIENCE_MS = 25_000

test.each([
  ['headers', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  ['first line', 'POST /m'],
])('SEC22 a client that never finishes its %s is ended in time', { timeout: 40_000 }, async (_, bytes) => {
  const target = await startTarget()
  onTestFinished(() => target.close())
  expect(statusesOf(await sendBytes(target.port, bytes, PATIENCE_MS))).toEqual([408])
})
