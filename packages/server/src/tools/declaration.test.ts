import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '../app.ts'
import { memory } from '../memory.ts'
import { logInto, type LogLine } from '../testing/open-app.ts'
import { fileInput } from './file-input.ts'
import { reply } from './reply.ts'

const base = {
  title: 'T',
  description: 'Use this when it is wanted.',
  effect: 'read',
  input: z.strictObject({}),
  output: z.strictObject({}),
} as const
const file = (shape: z.ZodRawShape) => ({ input: z.strictObject({ photo: z.object(shape) }), files: ['photo'] })
const text = z.string()

/** What a declaration is refused with, and what the log has of it. */
function declared(options: object, { name = 'tool', isDevelopment = true } = {}): { refusal: string; warnings: string[] } {
  const lines: LogLine[] = []
  const app = createApp({ name: 'demo', version: '1', store: memory(), logger: logInto(lines), isDevelopment })
  const html = () => '<!doctype html><title>T</title>'
  const view = 'entrypoints' in options ? { view: app.view('v', { html, describe: 'd', border: true }) } : {}
  try {
    app.tool(name, { ...base, ...view, ...options }, () => reply({ model: {}, text: 'ok' }))
  } catch (error) {
    expect(error).toMatchObject({ code: 'TOOL_INVALID', blame: 'user' })
    return { refusal: (error as Error).message, warnings: [] }
  }
  return { refusal: '', warnings: lines.filter((line) => line.level === 40).map((line) => line.msg) }
}

describe('a tool is refused with', () => {
  test.each<[string, object, string]>([
    ['S1.D.3 something to destroy that the model may call and nobody is asked about', { effect: 'destroy' }, "expected 'confirm'"],
    ['confirm on a read', { confirm: 'host' }, "expected 'confirm' on tools that write"],
    ['once on a read', { once: 'own' }, "expected 'once' on tools that write"],
    ['no time to run', { timeoutMs: 0 }, 'timeoutMs above 0'],
    ['a time that is no number', { timeoutMs: Number.NaN }, 'timeoutMs above 0'],
    ['a window before it opens', { effect: 'write', once: { windowMs: -1 } }, 'once.windowMs'],
    ['a window without end', { effect: 'write', once: { modelWindowMs: Number.POSITIVE_INFINITY } }, 'once.modelWindowMs'],
    ['an effect that is none', { effect: 'delete' }, "got 'delete'"],
    ['S1.I.5 X13 a visibility that is none', { visibility: ['public'] }, "got 'public'"],
    [
      'the framework’s own input',
      { effect: 'write', input: z.strictObject({ operationId: text }) },
      "its input 'operationId' is the framework's own",
    ],
    [
      'the framework’s other input',
      { effect: 'destroy', confirm: () => null, input: z.strictObject({ confirmation: text }) },
      "its input 'confirmation' is the framework's own",
    ],
    ['SEC11 an input that every object has', { input: z.strictObject({ valueOf: text }) }, "its input 'valueOf' is a member of every object"],
    ['S1.I.6 a file it does not take', { files: ['photo'] }, "the file input 'photo' among its inputs"],
    ['S1.I.6 a file it does not name', { input: z.strictObject({ photo: fileInput }) }, "the file input 'photo' in 'files'"],
    ['S1.I.6 a list of files it does not name', { input: z.strictObject({ photos: z.array(fileInput) }) }, "the file input 'photos' in 'files'"],
    ['S1.I.6 a file inside another input', { input: z.strictObject({ item: z.strictObject({ photo: fileInput }) }) }, "one inside 'item'"],
    ['S1.I.6 a file in a choice', { input: z.strictObject({ item: z.union([text, fileInput]) }) }, "one inside 'item'"],
    [
      'S1.I.6 a file that may be null',
      { input: z.strictObject({ photo: fileInput.nullable() }), files: ['photo'] },
      'an object, or an array of such objects',
    ],
    ['S1.I.6 a file that is a text', { input: z.strictObject({ photo: text }), files: ['photo'] }, 'an object, or an array of such objects'],
    ['S1.I.6 a file without a type', file({ download_url: text, file_id: text, file_name: text.optional() }), "'mime_type' as a string"],
    [
      'S1.I.6 a file whose name must be there',
      file({ download_url: text, file_id: text, mime_type: text.optional(), file_name: text }),
      'exactly download_url and file_id required',
    ],
    [
      'S1.I.6 a file whose id may be missing',
      file({ download_url: text, file_id: text.optional(), mime_type: text.optional(), file_name: text.optional() }),
      'exactly download_url and file_id required',
    ],
    ['an entrypoint its input cannot take', { entrypoints: [{ type: 'global' }], input: z.strictObject({ id: text }) }, 'to take {}'],
    ['an entrypoint for files that no input takes', { entrypoints: [{ type: 'file', extensions: ['.stl'] }] }, 'to take {"file"'],
    [
      'an extension without its dot',
      { entrypoints: [{ type: 'file', extensions: ['stl'] }], input: z.strictObject({ file: z.looseObject({}) }) },
      "got 'stl'",
    ],
    ['an entrypoint and no view', { entrypoints: [{ type: 'global' }], view: undefined }, 'expected a view'],
  ])('%s', (_, options, message) => {
    expect(declared(options).refusal).toContain(message)
  })

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])('SEC11 the name %s', (name) => {
    expect(declared({}, { name }).refusal).toContain('member of every object')
  })
})

describe('a tool is taken with', () => {
  test.each<[string, object]>([
    ['S1.D.3 the host’s own question', { effect: 'destroy', confirm: 'host' }],
    ['S1.D.3 a question of its own', { effect: 'destroy', confirm: () => ({ question: 'Sure?' }) }],
    ['S1.D.3 nobody to ask, since only views call it', { effect: 'destroy', visibility: ['app'] }],
    ['an input named as the framework’s where it has none', { effect: 'write', once: 'own', input: z.strictObject({ operationId: text }) }],
    [
      'S1.I.6 a file and a list of files, with more members than hosts fill',
      {
        input: z.strictObject({ photo: fileInput.extend({ width: z.int().optional() }), scans: z.array(fileInput).max(3).optional() }),
        files: ['photo', 'scans'],
      },
    ],
  ])('%s', (_, options) => {
    expect(declared(options)).toEqual({ refusal: '', warnings: [] })
  })
})

describe('in development the log advises on', () => {
  const choices = (count: number) => z.enum(Array.from({ length: count }, (_, index) => `choice_${index}`) as [string, ...string[]])

  test.each<[string, object, string | null]>([
    ['an enum of 51 values', { input: z.strictObject({ kind: choices(51) }) }, 'an enum of 51 values'],
    ['one of 50, not', { input: z.strictObject({ kind: choices(50) }) }, null],
    ['one deep inside', { input: z.strictObject({ rows: z.array(z.strictObject({ kind: choices(60) })) }) }, 'an enum of 60 values'],
    ['praise', { description: 'The best eggs there are.' }, "'best'"],
    ['a secret among the inputs', { input: z.strictObject({ api_key: text }) }, "'api_key'"],
    ['praise that only views read, not', { description: 'The best eggs.', visibility: ['app'] }, null],
  ])('%s', (_, options, advice) => {
    const { refusal, warnings } = declared(options)
    expect(refusal).toBe('')
    expect(warnings).toEqual(advice === null ? [] : [expect.stringContaining(advice)])
    expect(declared(options, { isDevelopment: false }).warnings).toEqual([])
  })
})
