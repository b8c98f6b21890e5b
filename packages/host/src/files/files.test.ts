import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoreHarness, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { fileApp, fileGolden, SERVER_FILE } from '../testing/file-app.ts'
import type { RecordedCall } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3])
const text = (body: string): Uint8Array => new TextEncoder().encode(body)

const calls: RecordedCall[] = []
let server: TestServer
let harness: CoreHarness
let view: ViewEnd

beforeAll(async () => {
  server = await startTestServer(fileApp(calls))
})
beforeEach(async () => {
  calls.length = 0
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: fileGolden })
  harness.core.changeSettings({ hasFilePicker: true })
  await harness.core.connect()
  await harness.say('show files')
  view = await openView()
})
afterEach(() => harness.core.close())
afterAll(() => server.close())

async function openView(): Promise<ViewEnd> {
  const opened = harness.view(harness.lastView().id)
  await opened.initialize()
  return opened
}

async function upload(bytes: Uint8Array, { mimeType = 'text/plain', name = 'note.txt', library = false } = {}): Promise<Record<string, unknown>> {
  const staged = harness.core.files.stage(harness.lastView().id, { name, mimeType, bytes })
  return view.request('openai/uploadFile', { args: library ? [{ library }] : [], staged })
}

const fileIdOf = (answer: Record<string, unknown>): string => (answer as { result: { fileId: string } }).result.fileId
const urlFor = (end: ViewEnd, fileId: string): Promise<Record<string, unknown>> => end.request('openai/getFileDownloadUrl', { args: [{ fileId }] })

/** Waits for the answer that comes as a delivery. */
async function later(end: ViewEnd, id: string): Promise<Record<string, unknown>> {
  await expect.poll(() => end.received().some((message) => message['id'] === id)).toBe(true)
  return end.received().find((message) => message['id'] === id) ?? {}
}

describe('a view uploads', () => {
  it('S2.A.4 H20 a file: the host has its bytes and its digest, and hands out an id', async () => {
    const fileId = fileIdOf(await upload(text('hello'), { name: '../up/no\u202Ete.txt' }))
    const [file] = harness.core.getState().files
    expect(file).toMatchObject({
      id: fileId,
      name: '_up_no_te.txt',
      mimeType: 'text/plain',
      sizeBytes: 5,
      source: 'upload',
      app: 'app',
      isInLibrary: false,
    })
    expect(file?.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
    expect(await harness.core.files.read(fileId)).toEqual(text('hello'))
  })

  it.each([
    ['an empty file', new Uint8Array(), 'text/plain', /something in it/],
    ['a file that is too large', new Uint8Array(20_000_001), 'application/zip', /at most 20 MB, got “note.txt” with 20.0 MB/],
    ['an image that is none', text('no image'), 'image/png', /its bytes are something else/],
  ])('S2.A.4 %s is refused with words a person can use', async (_what, bytes, mimeType, words) => {
    expect(await upload(bytes, { mimeType })).toMatchObject({ error: { code: -32602, message: expect.stringMatching(words) } })
    expect(harness.core.getState().files).toEqual([])
  })

  it('S2.A.4 where only images are taken, another type is refused', async () => {
    harness.core.changeSettings({ uploadTypes: 'images' })
    expect(await upload(text('hello'))).toMatchObject({ error: { code: -32602, message: expect.stringContaining('PNG, JPEG, GIF or WebP') } })
    expect(await upload(PNG, { mimeType: 'image/png', name: 'a.png' })).toMatchObject({ result: { fileId: expect.any(String) } })
  })

  it('S2.A.4 a message without bytes, and the bytes of another view, are no upload', async () => {
    const staged = harness.core.files.stage(harness.lastView().id, { name: 'a', mimeType: 'text/plain', bytes: text('x') })
    await harness.say('show files')
    const other = await openView()
    expect(await other.request('openai/uploadFile', { args: [], staged })).toMatchObject({ error: { code: -32602 } })
    expect(await view.request('openai/uploadFile', { args: [] })).toMatchObject({ error: { code: -32602 } })
  })

  it('H20 what is for the library outlives the conversation, the rest does not', async () => {
    const kept = fileIdOf(await upload(text('a'), { library: true }))
    const gone = fileIdOf(await upload(text('b')))
    harness.core.reset()
    expect(harness.core.getState().files.map(({ id }) => id)).toEqual([kept])
    expect(await harness.core.files.read(gone)).toBeNull()
  })
})

describe('an address of a file', () => {
  it('S2.A.5 H20 is for the view that uploaded it, and for no other view', async () => {
    const fileId = fileIdOf(await upload(text('hello')))
    expect(await urlFor(view, fileId)).toMatchObject({
      result: { downloadUrl: expect.stringMatching(/^http:\/\/lockstep-files\.localhost:4701\/f\/url_\w{32}$/) },
    })
    await harness.say('show files')
    const other = await openView()
    expect(await urlFor(other, fileId)).toMatchObject({ error: { code: -32000 } })
    expect(await urlFor(view, 'file_unknown')).toMatchObject({ error: { code: -32000 } })
  })

  it('S2.A.5 H18 is for the dialog of that view too', async () => {
    const fileId = fileIdOf(await upload(text('hello')))
    await view.raw({ jsonrpc: '2.0', id: 'modal', method: 'openai/requestModal', params: { args: [{ params: { fileId } }] } })
    await expect.poll(() => harness.lastView().modal).not.toBeNull()
    const dialog = await openView()
    expect(await urlFor(dialog, fileId)).toMatchObject({ result: { downloadUrl: expect.any(String) } })
  })

  it('S2.A.5 the files of a tool result are open to the views of its app', async () => {
    expect(await urlFor(view, SERVER_FILE.file_id)).toMatchObject({ error: {} })
    await harness.say('bill me')
    expect(await urlFor(view, SERVER_FILE.file_id)).toMatchObject({ result: { downloadUrl: SERVER_FILE.download_url } })
    expect(harness.core.getState().files.at(-1)).toMatchObject({ name: 'bill.pdf', source: 'server', app: 'app', sizeBytes: null })
  })

  it('S2.A.5 a result that comes after the conversation ended tells the next one of no file', async () => {
    const answer = view.request('tools/call', { name: 'bill', arguments: {} })
    harness.core.reset()
    await answer
    expect(harness.core.getState()).toMatchObject({ files: [], trace: [] })
  })

  it('S2.A.5 a server that names the id of a file it was never given opens it to nobody', async () => {
    const { id } = await harness.core.files.add({ name: 'diary.txt', mimeType: 'text/plain', bytes: text('dear diary') })
    await harness.say(`echo ${id}`)
    expect(await urlFor(view, id)).toMatchObject({ error: { code: -32000 } })
    await harness.say(`frame ${id}`)
    await harness.say(`echo ${id}`)
    expect(await urlFor(view, id)).toMatchObject({ result: { downloadUrl: expect.stringContaining('lockstep-files.localhost') } })
  })
})

describe('the person chooses', () => {
  it('H20 the files chosen are the view’s to read, the others are not', async () => {
    const one = await harness.core.files.add({ name: 'one.txt', mimeType: 'text/plain', bytes: text('1') })
    const two = await harness.core.files.add({ name: 'two.txt', mimeType: 'text/plain', bytes: text('2') })
    await view.raw({ jsonrpc: '2.0', id: 'pick', method: 'openai/selectFiles', params: { args: [] } })
    const [pick] = harness.core.getState().pendingPicks
    expect(await view.request('openai/selectFiles', { args: [] })).toMatchObject({})
    harness.core.files.answerPick(pick?.id ?? '', [one.id])
    expect(await later(view, 'pick')).toMatchObject({ result: { value: [{ fileId: one.id, fileName: 'one.txt', mimeType: 'text/plain' }] } })
    expect(await urlFor(view, one.id)).toMatchObject({ result: {} })
    expect(await urlFor(view, two.id)).toMatchObject({ error: {} })
    expect(harness.core.getState().pendingPicks).toEqual([])
  })

  it('H20 no answer is an empty list: cancelled, or the view is gone', async () => {
    await view.raw({ jsonrpc: '2.0', id: 'a', method: 'openai/selectFiles', params: { args: [] } })
    harness.core.files.answerPick(harness.core.getState().pendingPicks[0]?.id ?? '', [])
    expect(await later(view, 'a')).toMatchObject({ result: { value: [] } })
    await view.raw({ jsonrpc: '2.0', id: 'b', method: 'openai/selectFiles', params: { args: [] } })
    harness.core.reset()
    expect(harness.core.getState().pendingPicks).toEqual([])
  })

  it('H20 the picker is absent unless it is switched on', async () => {
    harness.core.changeSettings({ hasFilePicker: false })
    expect(await view.request('openai/selectFiles', { args: [] })).toMatchObject({ error: { code: -32601 } })
  })

  it('H20 an answer to a choice that nobody waits for, or with an unknown file, changes nothing', async () => {
    expect(() => harness.core.files.answerPick('pick_x', [])).toThrow(/waits for an answer/)
    await view.raw({ jsonrpc: '2.0', id: 'a', method: 'openai/selectFiles', params: { args: [] } })
    const [pick] = harness.core.getState().pendingPicks
    expect(() => harness.core.files.answerPick(pick?.id ?? '', ['file_x'])).toThrow(/files of the library/)
    expect(harness.core.getState().pendingPicks).toHaveLength(1)
  })
})

describe('files of the person', () => {
  it('S2.S.3 the model is told of them by name and id, the tool gets an address, the conversation keeps none', async () => {
    const { id } = await harness.core.files.add({ name: 'me.png', mimeType: 'image/png', bytes: PNG })
    harness.core.sendMessage('frame it', [id])
    await harness.core.whenIdle()
    expect(calls[0]?.args).toEqual({
      photo: {
        download_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4701\/f\/url_\w{32}$/),
        file_id: id,
        mime_type: 'image/png',
        file_name: 'me.png',
      },
    })
    const state = harness.core.getState()
    expect(state.conversation.entries.findLast(({ kind }) => kind === 'user')).toMatchObject({
      files: [{ fileId: id, name: 'me.png', sizeBytes: 11 }],
    })
    expect(state.modelSees.parts.find(({ text: said }) => said.includes('frame it'))?.text).toContain(
      `"files":[{"file_id":"${id}","file_name":"me.png","mime_type":"image/png"}]`,
    )
    expect(JSON.stringify({ ...state, trace: [] })).not.toContain('/f/url_')
    expect(JSON.stringify(state.trace)).not.toContain('/f/url_')
    expect(await urlFor(await openView(), id)).toMatchObject({ result: {} })
    expect(await urlFor(view, id)).toMatchObject({ error: {} })
  })

  it('H20 an id that is no file stops the call before it is sent', async () => {
    await harness.say('frame file_nothing')
    expect(calls).toEqual([])
    expect(harness.lastCall()).toMatchObject({ phase: 'failed', error: { kind: 'protocol', message: expect.stringContaining('photo') } })
    expect(() => harness.core.sendMessage('look', ['file_nothing'])).toThrow(/attachment/)
  })

  it('H20 a view gives a tool only files that it may read', async () => {
    const own = fileIdOf(await upload(text('mine')))
    const { id: foreign } = await harness.core.files.add({ name: 'a', mimeType: 'text/plain', bytes: text('not yours') })
    const call = (photo: unknown): Promise<Record<string, unknown>> =>
      view.request('tools/call', { name: 'frame_photo', arguments: { others: [photo] } })
    expect(await call({ file_id: foreign })).toMatchObject({ error: { code: -32602 } })
    expect(await call({ fileId: own })).toMatchObject({ result: {} })
    expect(calls[0]?.args['others']).toMatchObject([{ file_id: own, file_name: 'note.txt', download_url: expect.stringContaining('127.0.0.1') }])
  })
})

describe('images for the model', () => {
  it('S2.S.3 imageIds are shown to the model; ids the view was never given are dropped with a warning', async () => {
    const own = fileIdOf(await upload(PNG, { mimeType: 'image/png', name: 'a.png' }))
    await view.notify('openai/setWidgetState', { args: [{ modelContent: null, privateContent: null, imageIds: [own, 'file_foreign'] }] })
    const { modelSees } = harness.core.getState()
    expect(JSON.parse(modelSees.parts.at(-1)?.text ?? '')).toMatchObject({ role: 'widget-state', imageIds: [own] })
    expect(JSON.stringify(modelSees)).not.toContain('file_foreign')
    expect(harness.lastView()).toMatchObject({ shownFileIds: [own], warnings: [{ message: expect.stringContaining('file_foreign') }] })
  })
})

describe('a view saves files on the machine', () => {
  const contents = [
    { type: 'resource', resource: { uri: 'file:///a/b/..%2Fevil%3A.txt', mimeType: 'text/plain', text: 'hello' } },
    { type: 'resource', resource: { uri: 'x://pic.png', mimeType: 'image/png', blob: Buffer.from(PNG).toString('base64') } },
    { type: 'resource_link', uri: 'files://report.csv', name: 'report.csv' },
  ]

  beforeEach(() => {
    harness.core.changeSettings({ profile: 'mcp-apps' })
  })

  async function ask(id: string): Promise<string> {
    await harness.say('show files')
    view = await openView()
    await view.raw({ jsonrpc: '2.0', id, method: 'ui/download-file', params: { contents } })
    await expect.poll(() => harness.core.getState().pendingDownloads.length).toBe(1)
    return harness.core.getState().pendingDownloads[0]?.id ?? ''
  }

  it('H20 the person is asked, with safe names; yes gives one address for each', async () => {
    const downloadId = await ask('d1')
    expect(harness.core.getState().pendingDownloads[0]?.files).toEqual([
      { name: '_evil_.txt', mimeType: 'text/plain', sizeBytes: 5 },
      { name: 'pic.png', mimeType: 'image/png', sizeBytes: 11 },
      { name: 'report.csv', mimeType: 'text/csv', sizeBytes: 8 },
    ])
    const urls = harness.core.files.answerDownload(downloadId, true)
    const served = await Promise.all(urls.map((url) => harness.core.files.open(url.split('/').at(-1) ?? '')))
    expect(served.map((file) => (typeof file === 'object' ? new TextDecoder().decode(file?.bytes).slice(0, 5) : file))).toEqual([
      'hello',
      '\uFFFDPNG\r',
      'a,b\n1',
    ])
    expect(await later(view, 'd1')).toMatchObject({ result: {} })
  })

  it('H20 no is told as isError, and nothing is kept', async () => {
    expect(harness.core.files.answerDownload(await ask('d1'), false)).toEqual([])
    expect(await later(view, 'd1')).toMatchObject({ result: { isError: true } })
  })

  it('H20 there is one such question of an app at a time, however many its view asks at once', async () => {
    await harness.say('show files')
    view = await openView()
    const link = { type: 'resource_link', uri: 'files://report.csv', name: 'report.csv' }
    const ids = Array.from({ length: 10 }, (_unused, index) => `many-${index}`)
    for (const id of ids) void view.raw({ jsonrpc: '2.0', id, method: 'ui/download-file', params: { contents: [link] } })
    const answered = (): unknown[] => view.received().filter((message) => ids.includes(String(message['id'])))
    await expect.poll(() => answered().length).toBe(9)
    expect(answered()[0]).toMatchObject({ error: { code: -32000 } })
    expect(harness.core.getState().pendingDownloads).toHaveLength(1)
  })

  it('H20 H19 more addresses on the web than the person may be asked about are refused before the first question', async () => {
    await harness.say('show files')
    view = await openView()
    const links = [1, 2, 3, 4].map((index) => ({ type: 'resource_link', uri: `https://example.com/${index}`, name: 'a' }))
    await view.raw({ jsonrpc: '2.0', id: 'web', method: 'ui/download-file', params: { contents: links } })
    expect(await later(view, 'web')).toMatchObject({ error: { code: -32000 } })
    expect(harness.core.getState().pendingLinks).toEqual([])
  })

  it('H20 H19 what lies on the web is asked about like a link, with its address', async () => {
    await harness.say('show files')
    view = await openView()
    const link = { type: 'resource_link', uri: 'https://example.com/report.pdf', name: 'report.pdf' }
    await view.raw({ jsonrpc: '2.0', id: 'web', method: 'ui/download-file', params: { contents: [link] } })
    await expect.poll(() => harness.core.getState().pendingLinks).toMatchObject([{ url: link.uri, isTrusted: false }])
    expect(harness.core.answerLink(harness.core.getState().pendingLinks[0]?.id ?? '', true)).toBe(link.uri)
    expect(await later(view, 'web')).toMatchObject({ result: {} })
    expect(harness.core.getState().pendingDownloads).toEqual([])
  })

  it.each([[[]], [[{ type: 'text', text: 'x' }]], ['x'], [[{ type: 'resource', resource: { uri: 'a://b' } }]]])(
    'SEC6 a bad download is refused: %j',
    async (bad) => {
      await harness.say('show files')
      view = await openView()
      await view.raw({ jsonrpc: '2.0', id: 'bad', method: 'ui/download-file', params: { contents: bad } }).then(async (answer) => {
        expect(answer ?? (await later(view, 'bad'))).toMatchObject({ error: { code: -32602 } })
      })
      expect(harness.core.getState().pendingDownloads).toEqual([])
    },
  )
})
