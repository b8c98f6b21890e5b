import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseJson } from '../../packages/server/src/http/parse-json.ts'
import { MCP_BODY_MAX_BYTES } from '../../packages/server/src/http/http-limits.ts'
import { rawRequest } from '../../packages/server/src/testing/raw-request.ts'
import { startTarget, type TargetProcess } from './target-process.ts'

/** Milliseconds within which the worst body is judged. @see sync-protocol 4.2 R17 */
const JUDGED_MS = 50
const RSS_GROWTH_MAX_BYTES = 50 * 1024 * 1024
const CUT_OFF: readonly unknown[] = ['EPIPE', 'ECONNRESET']
const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' }

const call = (more: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"x","more":{"value":${more}}}}}`

/** Each as large as a body may be or larger, so that none is harmless by its size. */
const BODIES: ReadonlyArray<readonly [string, string, number]> = [
  ['8 MB of one string', call(`"${'x'.repeat(8 * 1024 * 1024)}"`), 413],
  ['an array of a million', call(`[${'1,'.repeat(1_000_000)}1]`), 413],
  ['an array of 200,000 within the size', call(`[${'1,'.repeat(200_000)}1]`), 413],
  ['nesting 10,000 deep', call('['.repeat(10_000) + ']'.repeat(10_000)), 400],
  ['nesting 200,000 deep, never closed', call('{"a":'.repeat(90_000)), 400],
  ['100,000 members', call(`{${Array.from({ length: 100_000 }, (_, index) => `"${index.toString(36)}":1`).join()}}`), 413],
  ['40,000 members within the size', call(`{${Array.from({ length: 40_000 }, (_, index) => `"${index.toString(36)}":1`).join()}}`), 413],
  ['a number of 400,000 digits and no end', call('1'.repeat(400_000)).slice(0, -4), 400],
  ['backslashes without an end', call(`"${'\\\\'.repeat(200_000)}`), 400],
  ['the same long member twice', call(`{"${'k'.repeat(200_000)}":1,"${'k'.repeat(200_000)}":2}`), 400],
  ['escaped members', call(`{${'"\\u005f\\u005fproto\\u005f\\u005f":1,'.repeat(5_000)}"a":1}`), 400],
]

/** Odd and allowed: they reach the tool and come back without a crash. */
const ODD: ReadonlyArray<readonly [string, string]> = [
  ['a number of 400,000 digits', call('1'.repeat(400_000))],
  ['numbers past all bounds', call('[1e309,-1e309,9007199254740993,-0,1e-400]')],
  ['halves of surrogate pairs', call('["\\ud800","\\udfff\\ud800"]')],
  ['NUL and control characters', call('["\\u0000\\u001b[2J\\r\\n"]')],
]

describe('R17 huge, deep and wide bodies', () => {
  let target: TargetProcess
  beforeAll(async () => {
    target = await startTarget()
  })
  afterAll(() => target.close())
  const post = (body: string) => rawRequest({ port: target.port, method: 'POST', path: '/mcp', headers: HEADERS, body })

  // a body that goes on for long after it was refused is cut off
  const outcome = (body: string): Promise<unknown> =>
    post(body).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    )

  test.each(BODIES)('R17 %s is refused and said why', async (_, body, status) => {
    const answer = await post(body)
    expect([answer.status, answer.json['jsonrpc']]).toEqual([status, '2.0'])
    expect(answer.json.error?.message).toMatch(/\w+ \w+/)
    expect(answer.text.length).toBeLessThan(500)
  })

  test.each(ODD)('R17 %s is taken or refused, and breaks nothing', async (_, body) => {
    expect((await post(body)).status).toBe(200)
  })

  test('R17 64 MB are refused or cut off, and not read to their end', async () => {
    const huge = call(`"${'x'.repeat(64 * 1024 * 1024)}"`)
    expect([413, ...CUT_OFF]).toContain(await outcome(huge))
    expect((await rawRequest({ port: target.port, path: '/health' })).status).toBe(200)
  })

  test('R17 all of them ten times over: the process lives, its memory grows by less than 50 MB', { timeout: 60_000 }, async () => {
    // the first time buffers are made that are used again
    for (const [, body] of BODIES) await outcome(body)
    const before = await target.rssBytes()
    for (let round = 0; round < 10; round++) {
      const outcomes = await Promise.all(BODIES.map(([, body]) => outcome(body)))
      expect(outcomes.filter((one) => ![400, 413, ...CUT_OFF].includes(one))).toEqual([])
    }
    expect((await target.rssBytes()) - before).toBeLessThan(RSS_GROWTH_MAX_BYTES)
    expect(target.exitCode()).toBeNull()
    expect((await rawRequest({ port: target.port, path: '/health' })).status).toBe(200)
  })

  test.each([...BODIES, ...ODD].map(([name, body]) => [name, body] as const))('R17 %s is judged within 50 ms', (_, body) => {
    const read = body.slice(0, MCP_BODY_MAX_BYTES)
    // the best of five: the machine has other work
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      try {
        parseJson(read)
      } catch (error) {
        expect(error).toMatchObject({ name: 'HttpRefusal' })
      }
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(JUDGED_MS)
  })
})
