import { needAuth, type FileReference } from '@lockstep/server'
import { inputRequired, ProtocolError } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import type { Reply } from '../../packages/server/src/tools/reply.ts'
import type { Tool, ToolOptions } from '../../packages/server/src/tools/tool.ts'
import { createWorld } from '../once/set-up.ts'

const empty = z.strictObject({})
const textOutput = z.strictObject({ text: z.string() })

/** A reading tool that answers just this. */
function answering(answer: Partial<Reply<unknown>>, more: Partial<ToolOptions> = {}): Tool {
  const options = {
    title: 'Show eggs',
    description: 'Use this to look.',
    effect: 'read' as const,
    input: empty,
    output: textOutput as z.ZodObject,
    ...more,
  }
  return declareTool('show', options, () => ({ model: { text: 'said' }, text: 'Said.', ...answer }) as never)
}

async function answer(tool: Tool, isDevelopment = false) {
  const world = createWorld()
  return { ...(await world.newMachine({ isDevelopment }).call(tool)), lines: world.lines }
}

describe('what is sent', () => {
  test('S1.H.1 S2.R.2 text for people, data for both, private data for the view alone', async () => {
    const told = await answer(answering({ private: { url: 'https://cdn.example.com/a?sig=1' } }))
    expect(told.raw).toEqual({
      content: [{ type: 'text', text: 'Said.' }],
      structuredContent: { text: 'said' },
      _meta: { url: 'https://cdn.example.com/a?sig=1' },
    })
    expect(JSON.stringify([told.raw['content'], told.model])).not.toContain('cdn')
  })

  test('S2.R.5 SEC19 what the schema parsed is sent, at every level; nothing undeclared leaves', async () => {
    const output = z.strictObject({ rows: z.array(z.object({ id: z.string(), owner: z.object({ name: z.string() }) })) })
    const rows = [{ id: 'a', cost: 42, owner: { name: 'Ada', email: 'ada@example.com' } }]
    const told = await answer(answering({ model: { rows } }, { output }))
    expect(told.model).toEqual({ rows: [{ id: 'a', owner: { name: 'Ada' } }] })
    expect(JSON.stringify(told.raw)).not.toMatch(/42|example\.com/)
  })

  test('S2.R.5 defaults and transforms of the output schema take effect', async () => {
    const output = z.strictObject({ text: z.string().trim(), count: z.number().default(0) })
    expect((await answer(answering({ model: { text: '  said ' } }, { output }))).model).toEqual({ text: 'said', count: 0 })
  })

  test('S2.R.2 a private part with a schema is parsed like the output', async () => {
    const told = await answer(answering({ private: { shelf: 7, secret: 's' } }, { private: z.object({ shelf: z.number() }) }))
    expect(told.meta).toEqual({ shelf: 7 })
    const wrong = answering({ private: { shelf: 'x' } }, { private: z.object({ shelf: z.number() }) })
    expect(await answer(wrong, true)).toMatchObject({ isError: true, code: 'invalid_output', error: { path: 'private.shelf' }, model: null })
  })

  test.each([
    ['a nested member that is strict', { rows: [{ id: 'a', cost: 42 }] }, 'rows.0'],
    ['a wrong type', { rows: [{ id: 7 }] }, 'rows.0.id'],
    ['a missing member', {}, 'rows'],
    ['no object', 'rows', ''],
  ])('S2.R.5 SEC23 %s: an error with its path in development, an id alone in production, and always in the log', async (_, model, path) => {
    const output = z.strictObject({ rows: z.array(z.strictObject({ id: z.string() })) })
    const tool = answering({ model, private: { secret: 'hunter2' } }, { output })
    const inDevelopment = await answer(tool, true)
    expect(inDevelopment).toMatchObject({ isError: true, model: null, code: 'invalid_output', error: { path } })
    const inProduction = await answer(tool)
    expect(inProduction).toMatchObject({ isError: true, model: null, code: 'internal_error', error: { errorId: expect.stringMatching(/^err_/) } })
    expect(JSON.stringify([inDevelopment.raw, inProduction.raw])).not.toMatch(/42|hunter2/)
    expect(JSON.stringify(inProduction.raw)).not.toContain('rows')
    expect(inProduction.lines).toContainEqual(expect.objectContaining({ tool: 'show', path, errorId: inProduction.error['errorId'] }))
  })

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['a bigint', 1n],
    ['a circle', circle()],
  ])('S2.R.5 %s in an answer is an error, never a null that nobody meant', async (_, value) => {
    const numbers = await answer(answering({ model: { n: value } }, { output: z.strictObject({ n: z.number() }) }))
    expect(numbers).toMatchObject({ isError: true, code: 'internal_error' })
    if (typeof value === 'number') return
    const anything = await answer(answering({ model: { n: value } }, { output: z.strictObject({ n: z.unknown() }) }))
    expect(anything).toMatchObject({ isError: true, code: 'internal_error' })
  })
})

describe('a handler without types', () => {
  test.each([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a text', 'Said.', ''],
    ['no text', { model: { text: 'said' } }, 'text'],
    ['a text that is none', { model: { text: 'said' }, text: 7 }, 'text'],
    ['a private part that is a list', { model: { text: 'said' }, text: 'Said.', private: [1] }, 'private'],
  ])('S2.R.5 that answers %s is told what is wrong, and its effect is not denied', async (_, made, path) => {
    const options = { title: 'T', description: 'D', effect: 'write' as const, input: empty, output: textOutput }
    const tool = declareTool('show', options, () => made as never)
    expect(await answer(tool, true)).toMatchObject({ isError: true, code: 'invalid_output', error: { path } })
    expect((await answer(tool)).text).toContain('It was carried out')
  })
})

describe('content', () => {
  test.each(['', '  ', '\n\t', '\u200b', '\ufeff\u200d\u2060', '\u2800', '\u3164', '\u00ad', '\u202e', '\u0000\u0007', '\ud800'])(
    'S1.H.1 S2.R.3 K19 %j says nothing: a sentence about the data is told instead, and is not bare JSON',
    async (text) => {
      const { raw } = await answer(answering({ text }))
      expect(raw['content']).toEqual([{ type: 'text', text: 'Show eggs: done. Its data: {"text":"said"}' }])
    },
  )

  test('S2.R.3 a long answer without words is not told twice in full', async () => {
    const { text } = await answer(answering({ text: '', model: { text: 'x'.repeat(9_000) } }))
    expect(text.length).toBeLessThan(2_100)
    expect(text.endsWith('…')).toBe(true)
  })

  test('S1.H.1 an emoji, or a letter among zero-width ones, is text', async () => {
    for (const text of ['👍', '\u200bok\u200b']) expect((await answer(answering({ text }))).text).toBe(text)
  })

  test('S1.H.1 files become links after the text, with what is known of them', async () => {
    const files: FileReference[] = [
      { download_url: 'https://files.example.com/1', file_id: 'f_1', mime_type: 'text/csv', file_name: 'eggs.csv' },
      { download_url: 'https://files.example.com/2', file_id: 'f_2' },
    ]
    expect((await answer(answering({ files }))).raw['content']).toEqual([
      { type: 'text', text: 'Said.' },
      { type: 'resource_link', uri: 'https://files.example.com/1', name: 'eggs.csv', mimeType: 'text/csv' },
      { type: 'resource_link', uri: 'https://files.example.com/2', name: 'f_2' },
    ])
  })

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'eggs.csv', ''])(
    'SEC10 %j is no address of a file',
    async (download_url) => {
      expect(await answer(answering({ files: [{ download_url, file_id: 'f_1' }] }), true)).toMatchObject({
        code: 'invalid_output',
        error: { path: 'files.0.download_url' },
      })
    },
  )

  test('S1.H.1 further blocks follow the text; an empty text beside them adds none', async () => {
    const picture = { type: 'image' as const, data: 'AAAA', mimeType: 'image/png' }
    expect((await answer(answering({ content: [picture] }))).raw['content']).toEqual([{ type: 'text', text: 'Said.' }, picture])
    expect((await answer(answering({ text: '', content: [picture] }))).raw['content']).toEqual([picture])
    expect((await answer(answering({ text: '', content: [] }))).text).toContain('Show eggs')
  })

  test('X16 S1.H.3 a reply can ask the host to close the view, beside its private part', async () => {
    expect((await answer(answering({ close: true, private: { a: 1 } }))).meta).toEqual({ 'openai/closeWidget': true, a: 1 })
    expect((await answer(answering({ close: false }))).raw).not.toHaveProperty('_meta')
  })
})

describe('what a handler may do instead', () => {
  const throwing = (error: unknown): Tool =>
    declareTool('show', { title: 'T', description: 'D', effect: 'read', input: empty, output: textOutput }, () => {
      throw error
    })

  test('S2.V.2 it may ask for sign-in, or for more scopes; what was agreed to stays in the list', async () => {
    const auth = { resourceMetadataUrl: 'https://api.example.com/.well-known/oauth-protected-resource/mcp' } as never
    const { call } = createWorld().newMachine({ auth: { ...(auth as object), scopes: [], knownScopes: [], isRequired: false } as never })
    const anybody = { auth: [{ type: 'noauth' as const }] }
    const tool = { ...throwing(needAuth({ scopes: ['notes:write'], description: 'Sign in to save notes.' })) }
    tool.options = { ...tool.options, ...anybody }
    const asked = await call(tool)
    expect(asked.raw).toMatchObject({ isError: true, content: [{ type: 'text', text: 'Sign in to save notes.' }] })
    expect(asked.meta['mcp/www_authenticate']).toEqual([
      'Bearer resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/mcp", error="insufficient_scope", error_description="Sign in to save notes.", scope="notes:write"',
    ])
    const ada = { subject: 'ada', issuer: 'i', userKey: 'i ada', scopes: ['notes:read'], clientId: null, claims: {} }
    expect(JSON.stringify((await call(tool, {}, { auth: ada })).meta)).toContain('notes:read notes:write')
  })

  test('K17 whatever it throws is a result with isError, except its own word to the client', async () => {
    for (const error of [new Error('x'), 'x', null, undefined, { code: 7 }, new TypeError('x')]) {
      expect(await answer(throwing(error))).toMatchObject({ isError: true, code: 'internal_error' })
    }
    const { call } = createWorld().newMachine()
    await expect(call(throwing(new ProtocolError(-32_021, 'Missing capability')))).rejects.toMatchObject({ code: -32_021 })
  })

  test('S1.D.3 it may ask the client for input: passed on as it is, and the next round runs', async () => {
    const { call } = createWorld().newMachine()
    const asked = inputRequired({ requestState: 'round 1' })
    let rounds = 0
    const tool = declareTool('ask', { title: 'T', description: 'D', effect: 'write', input: empty, output: textOutput }, () => {
      rounds += 1
      return rounds === 1 ? asked : { model: { text: 'done' }, text: 'Done.' }
    })
    expect((await call(tool, { operationId: 'op-0123456789abcdef' })).raw).toEqual(asked)
    expect(await call(tool, { operationId: 'op-0123456789abcdef' })).toMatchObject({ isError: false, replayed: false, model: { text: 'done' } })
  })
})

function circle(): unknown {
  const self: Record<string, unknown> = {}
  self['self'] = self
  return self
}
