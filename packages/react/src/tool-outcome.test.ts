import { expect, test } from 'vitest'
import { ViewError } from '@lockstep/view'
import { failureOf, readOutcome } from './tool-outcome.ts'
import { askTool } from './use-tool.ts'

test('a result is sorted by who may see what', () => {
  const raw = {
    content: [
      { type: 'text', text: 'One.' },
      { type: 'resource_link', uri: 'x:y' },
      { type: 'text', text: 'Two.' },
    ],
    structuredContent: { count: 2 },
    _meta: { folders: ['a'], 'lockstep/replayed': true },
  }
  expect(readOutcome(raw)).toEqual({
    data: { count: 2 },
    private: { folders: ['a'], 'lockstep/replayed': true },
    text: 'One.\nTwo.',
    failure: null,
    isReplayed: true,
    raw,
  })
  expect(readOutcome(raw).data).toBe(raw.structuredContent)
})

test('a refusal has the code, place and delay the server named, and no data even where it sent some', () => {
  const error = { code: 'too_long', message: 'Expected 80 characters.', path: 'title', retryAfterMs: 20, max: 80 }
  const outcome = readOutcome({ content: [], structuredContent: { a: 1 }, isError: true, _meta: { 'lockstep/error': error } })
  expect(outcome).toMatchObject({
    data: null,
    failure: { code: 'too_long', message: 'Expected 80 characters.', path: 'title', retryAfterMs: 20, details: error },
  })
})

test.each([
  [
    { content: [{ type: 'text', text: 'Gateway down.' }], isError: true },
    { code: 'failed', message: 'Gateway down.', path: null, retryAfterMs: null },
  ],
  [
    { content: [], isError: true, _meta: { 'lockstep/error': 'no' } },
    { code: 'failed', message: '' },
  ],
  [
    { content: [], isError: true, _meta: { 'lockstep/error': { code: 7, retryAfterMs: -1 } } },
    { code: 'failed', retryAfterMs: null },
  ],
  [{ content: [{ type: 'text', text: 'hello' }] }, { code: 'no_data', message: 'hello' }],
])('what is malformed or missing is a failure with a code: %j', (raw, expected) => {
  expect(readOutcome(raw)).toMatchObject({ data: null, failure: expected })
})

test('what the runtime rejects with is a failure under its own code', async () => {
  expect(failureOf(new ViewError('VIEW_TIMEOUT', 'no answer'))).toMatchObject({ code: 'VIEW_TIMEOUT', message: 'no answer' })
  expect(failureOf('gone')).toMatchObject({ code: 'failed', message: 'gone' })
  expect(await askTool(() => Promise.reject(new Error('x')))).toMatchObject({ data: null, failure: { code: 'failed', message: 'x' } })
})
