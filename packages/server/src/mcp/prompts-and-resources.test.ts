import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { connect, ERAS, logInto, openApp, type LogLine } from '../testing/open-app.ts'
import { toolError } from '../tools/tool-refusal.ts'
import type { App } from '../app.ts'

function declareNotes(app: App): void {
  app.prompt(
    'summarize',
    {
      title: 'Summarize',
      description: 'Summarizes a note.',
      arguments: z.strictObject({ id: z.string().describe('Which note'), words: z.coerce.number().int().max(500).optional() }),
      complete: { id: (typed, others) => ['n_1', 'n_2', others['words'] ?? 'x'].filter((id) => id.startsWith(typed)) },
    },
    ({ id, words }) => `Summarize ${id} in ${words ?? 50} words (${typeof words}).`,
  )
  app.prompt('fail', { title: 'Fail', description: 'Fails.' }, () => {
    throw new Error('select * from prompts at /srv/app.ts')
  })
  app.resource('notes://list', { title: 'All notes', description: 'Their ids.' }, () => 'n_1 n_2')
  app.resource(
    'notes://{id}/text',
    {
      title: 'A note',
      description: 'Its text.',
      complete: { id: () => Array.from({ length: 130 }, (_, index) => `n_${index}`) },
      list: () => [{ uri: 'notes://n_1/text', name: 'Note 1' }],
    },
    ({ id }, { uri }) => {
      if (id === 'secret') throw toolError('forbidden', 'That note is not yours.', { path: 'id' })
      if (id === 'broken') throw new Error('ENOENT /srv/notes/broken')
      return id === 'gone' ? null : { text: `${id} at ${uri}`, mimeType: 'text/markdown' }
    },
  )
  app.resource('notes://photo', { title: 'Photo', description: 'Bytes.', mimeType: 'image/png' }, () => new Uint8Array([1, 2, 255]))
}

describe.each(ERAS)('prompts and resources, %s era', (era) => {
  const open = async (lines: LogLine[] = []) => connect((await openApp(declareNotes, { logger: logInto(lines) })).mcpUrl, era)

  test('a prompt is listed with its arguments, and answers', async () => {
    const client = await open()
    const { prompts } = await client.listPrompts()
    expect(prompts[0]).toEqual({
      name: 'summarize',
      title: 'Summarize',
      description: 'Summarizes a note.',
      arguments: [
        { name: 'id', description: 'Which note', required: true },
        { name: 'words', required: false },
      ],
    })
    const { messages } = await client.getPrompt({ name: 'summarize', arguments: { id: 'n_1', words: '7' } })
    expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: 'Summarize n_1 in 7 words (number).' } }])
  })

  test.each([
    ['an unknown prompt', { name: 'nope' }, -32602, /nope not found/],
    ['a missing argument', { name: 'summarize', arguments: {} }, -32602, /summarize at id/],
    ['a wrong argument', { name: 'summarize', arguments: { id: 'n', words: 'many' } }, -32602, /summarize at words/],
    ['an unknown argument', { name: 'summarize', arguments: { id: 'n', evil: '1' } }, -32602, /summarize/],
  ])('%s is an error that says so', async (_, params, code, message) => {
    const client = await open()
    await expect(client.getPrompt(params)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('SEC23 what breaks inside is told by id, and logged', async () => {
    const lines: LogLine[] = []
    const client = await open(lines)
    const errors = await Promise.all([
      client.getPrompt({ name: 'fail' }).catch((error: unknown) => error),
      client.readResource({ uri: 'notes://broken/text' }).catch((error: unknown) => error),
    ])
    for (const error of errors) {
      expect(error).toMatchObject({ code: -32603, message: expect.stringMatching(/Error id: err_/) })
      expect(JSON.stringify(error) + String(error)).not.toMatch(/select|srv|ENOENT/)
    }
    expect(JSON.stringify(lines)).toContain('select * from prompts')
  })

  test('resources and templates are listed, read, and refused by name', async () => {
    const client = await open()
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).toEqual(['notes://list', 'notes://n_1/text', 'notes://photo'])
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['notes://{id}/text'])
    const read = async (uri: string) => (await client.readResource({ uri })).contents
    expect(await read('notes://list')).toEqual([{ uri: 'notes://list', mimeType: 'text/plain', text: 'n_1 n_2' }])
    expect(await read('notes://a%20b/text')).toEqual([{ uri: 'notes://a%20b/text', mimeType: 'text/markdown', text: 'a b at notes://a%20b/text' }])
    expect(await read('notes://photo')).toEqual([{ uri: 'notes://photo', mimeType: 'image/png', blob: 'AQL/' }])
    for (const uri of ['notes://gone/text', 'notes://a/b/text', 'other://x', 'file:///etc/passwd', 'notes://']) {
      await expect(read(uri)).rejects.toMatchObject({ code: -32602 })
    }
    await expect(read('notes://secret/text')).rejects.toMatchObject({ code: -32602, data: { code: 'forbidden', path: 'id' } })
  })

  test('completion suggests, at most 100', async () => {
    const client = await open()
    const prompt = { type: 'ref/prompt', name: 'summarize' } as const
    const done = await client.complete({ ref: prompt, argument: { name: 'id', value: 'n_' } })
    expect(done.completion).toEqual({ values: ['n_1', 'n_2'], total: 2, hasMore: false })
    const known = await client.complete({ ref: prompt, argument: { name: 'id', value: '9' }, context: { arguments: { words: '99' } } })
    expect(known.completion.values).toEqual(['99'])
    const none = await client.complete({ ref: prompt, argument: { name: 'constructor', value: '' } })
    expect(none.completion.values).toEqual([])
    const many = await client.complete({ ref: { type: 'ref/resource', uri: 'notes://{id}/text' }, argument: { name: 'id', value: '' } })
    expect([many.completion.values.length, many.completion.total, many.completion.hasMore]).toEqual([100, 130, true])
    await expect(client.complete({ ref: { type: 'ref/prompt', name: 'nope' }, argument: { name: 'a', value: '' } })).rejects.toMatchObject({
      code: -32602,
    })
  })

  test('an app announces what it uses, and no more', async () => {
    const bare = await connect((await openApp(() => {})).mcpUrl, era)
    expect(bare.getServerCapabilities()).toEqual({
      tools: { listChanged: false },
      resources: { listChanged: false },
      extensions: { 'io.modelcontextprotocol/ui': {} },
    })
    const full = await connect((await openApp(declareNotes, { mcp: { logging: true, changes: true, legacySessions: true } })).mcpUrl, era)
    expect(full.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      prompts: { listChanged: true },
      completions: {},
      logging: {},
    })
  })
})

describe('declarations that cannot work are refused', () => {
  const refused = (declare: (app: App) => void) =>
    openApp(declare).then(
      () => null,
      (error: unknown) => error,
    )

  test.each<[string, (app: App) => void, RegExp]>([
    ['a prompt without a name', (app) => app.prompt('', { title: 'T', description: 'D' }, () => ''), /name of 1 to 128/],
    ['a loose prompt', (app) => app.prompt('p', { title: 'T', description: 'D', arguments: z.object({}) }, () => ''), /strictObject/],
    ['a completer of nothing', (app) => app.prompt('p', { title: 'T', description: 'D', complete: { x: () => [] } }, () => ''), /got 'x'/],
    ['a resource that is no URI', (app) => app.resource('notes', { title: 'T', description: 'D' }, () => ''), /scheme/],
    ['a view as a resource', (app) => app.resource('ui://a/b.html', { title: 'T', description: 'D' }, () => ''), /app\.view/],
    ['a template that is none', (app) => app.resource('a://{+x}', { title: 'T', description: 'D' }, () => ''), /segment of its own/],
    ['a list of a single one', (app) => app.resource('a://x', { title: 'T', description: 'D', list: () => [] }, () => ''), /template only/],
    ['a resource twice', (app) => [1, 2].forEach(() => app.resource('a://x', { title: 'T', description: 'D' }, () => '')), /declared once/],
  ])('%s', async (_, declare, message) => {
    expect(await refused(declare)).toMatchObject({ blame: 'user', message: expect.stringMatching(message) })
  })
})
