import { expect, test } from 'vitest'
import { onBridge, onOpenAi } from '../../../../test/support/view-hosts.ts'
import { settle } from '../../test/fake-host.ts'
import { createFiles, FILE_UPLOAD_TIMEOUT_MS } from './files.ts'

const png = (name = 'a.png', bytes = 10) => new File([new Uint8Array(bytes)], name, { type: 'image/png' })

test('S2.A.4 an upload gives the id, in the canonical call', async () => {
  const { runtime, methods } = await onOpenAi()
  const file = png()
  expect(await createFiles(runtime).upload(file)).toEqual({ fileId: 'file_up' })
  expect(await createFiles(runtime).upload(file, { library: true })).toEqual({ fileId: 'file_up' })
  expect(methods.uploadFile.mock.calls).toEqual([[file], [file, { library: true }]])
})

test.each([
  [['image/*'], 'a.png', true],
  [['image/png'], 'a.png', true],
  [['.PNG'], 'a.png', true],
  [['application/pdf', '.png'], 'a.png', true],
  [['*/*'], 'a.png', true],
  [['image/jpeg', '.pdf'], 'a.png', false],
  [['image'], 'a.png', false],
  [[], 'a.png', false],
])('S2.A.4 of %j, %s is accepted: %s', async (accept, name, isAccepted) => {
  const { runtime, methods } = await onOpenAi()
  const outcome = createFiles(runtime).upload(png(name), { accept })
  if (isAccepted) await outcome
  else await expect(outcome).rejects.toMatchObject({ code: 'VIEW_FILE_TYPE', blame: 'user', data: { fileName: 'a.png', mimeType: 'image/png' } })
  expect(methods.uploadFile).toHaveBeenCalledTimes(isAccepted ? 1 : 0)
})

test('S2.A.4 a file that is too large is told before it is sent', async () => {
  const { runtime, methods } = await onOpenAi()
  await expect(createFiles(runtime).upload(png('a.png', 11), { maxBytes: 10 })).rejects.toMatchObject({
    code: 'VIEW_FILE_SIZE',
    blame: 'user',
    message: 'expected a file of at most 10 bytes, got a.png of 11',
  })
  await createFiles(runtime).upload(png('a.png', 10), { maxBytes: 10 })
  expect(methods.uploadFile).toHaveBeenCalledTimes(1)
})

test.each([
  [new Error('File too large: 21 MB'), 'VIEW_FILE_SIZE'],
  [Object.assign(new Error('Request failed'), { status: 413 }), 'VIEW_FILE_SIZE'],
  [new Error('exceeds the 20 MB limit'), 'VIEW_FILE_SIZE'],
  [new Error('Unsupported file type'), 'VIEW_FILE_TYPE'],
  [Object.assign(new Error('Request failed'), { status: 415 }), 'VIEW_FILE_TYPE'],
  [new Error('This format is not supported'), 'VIEW_FILE_TYPE'],
  [new Error('uploads are not allowed in this workspace'), 'VIEW_REFUSED'],
  [new Error('network'), 'VIEW_TRANSPORT'],
])("S2.A.4 the host's own refusal is told apart: %s -> %s", async (cause, code) => {
  const { runtime, methods } = await onOpenAi()
  methods.uploadFile.mockRejectedValue(cause)
  await expect(createFiles(runtime).upload(png())).rejects.toMatchObject({ code, message: cause.message })
})

test('S2.A.4 an upload may take its time, but not for ever, and can be given up', async () => {
  const { runtime, methods, clock } = await onOpenAi()
  methods.uploadFile.mockImplementation(() => new Promise(() => {}))
  const slow = createFiles(runtime)
    .upload(png())
    .catch((error: unknown) => error)
  let isOver = false
  void slow.then(() => (isOver = true))
  await clock.advance(FILE_UPLOAD_TIMEOUT_MS - 1)
  expect(isOver).toBe(false)
  await clock.advance(1)
  expect(await slow).toMatchObject({ code: 'VIEW_TIMEOUT' })
  const abort = new AbortController()
  const dropped = createFiles(runtime)
    .upload(png(), { signal: abort.signal })
    .catch((error: unknown) => error)
  await settle()
  abort.abort()
  expect(await dropped).toMatchObject({ code: 'VIEW_ABORTED' })
})

test('S2.A.5 a download address, and what a host says of a foreign id', async () => {
  const { runtime, methods } = await onOpenAi()
  const files = createFiles(runtime)
  expect(await files.downloadUrl('file_1')).toBe('https://files.test/file_1')
  expect(methods.getFileDownloadUrl.mock.calls).toEqual([[{ fileId: 'file_1' }]])
  methods.getFileDownloadUrl.mockRejectedValue(new Error('access denied'))
  await expect(files.downloadUrl('file_x')).rejects.toMatchObject({ code: 'VIEW_REFUSED' })
  methods.getFileDownloadUrl.mockResolvedValue({})
  await expect(files.downloadUrl('file_x')).rejects.toMatchObject({ code: 'VIEW_TRANSPORT' })
})

test('a choice takes as long as the person takes; nonsense in it is left out', async () => {
  const { runtime, methods, clock } = await onOpenAi()
  let choose: (files: unknown) => void = () => {}
  methods.selectFiles.mockImplementation(() => new Promise((resolve) => (choose = resolve)))
  const picked = createFiles(runtime).pick()
  await settle()
  expect(await clock.drain()).toBe(0)
  choose([{ fileId: 'f', fileName: 'a.png', mimeType: 'image/png' }, { fileName: 'no id' }, null, { fileId: 'g' }])
  expect(await picked).toEqual([
    { fileId: 'f', fileName: 'a.png', mimeType: 'image/png' },
    { fileId: 'g', fileName: '', mimeType: '' },
  ])
})

test('a host without files says so, each feature for itself, and as late as it comes', async () => {
  const { runtime } = await onBridge()
  const files = createFiles(runtime)
  expect(files.can()).toEqual({ pick: false, upload: false, download: false })
  for (const call of [files.pick(), files.upload(png()), files.downloadUrl('f')])
    await expect(call).rejects.toMatchObject({ code: 'VIEW_UNSUPPORTED' })
  const { runtime: other, host } = await onOpenAi()
  Object.assign(host.window.openai as object, { selectFiles: undefined })
  expect(createFiles(other).can()).toEqual({ pick: false, upload: true, download: true })
})

test('S2.S.3 the model is shown files this host issued: uploads, picks, file inputs, references in results; others are left out, and logged', async () => {
  const { runtime, methods } = await onOpenAi({
    toolInput: { photo: { file_id: 'file_in', download_url: 'https://x' } },
    toolOutput: { file_uri: { file_id: 'file_out' } },
    toolResponseMetadata: { thumbs: [{ fileId: 'file_meta' }] },
    widgetState: { privateContent: null, modelContent: null, imageIds: ['file_kept'] },
  })
  const files = createFiles(runtime)
  await files.upload(png())
  await files.pick()
  const ids = ['file_up', 'file_pick', 'file_in', 'file_out', 'file_meta', 'file_kept']
  expect(files.showModel([...ids, 'file_made_up', 'file_up'])).toEqual(['file_made_up'])
  expect(methods.setWidgetState.mock.lastCall).toEqual([{ modelContent: null, privateContent: null, imageIds: ids }])
  expect(createFiles(runtime).showModel(['file_pick'])).toEqual([])
  expect(runtime.getSnapshot().viewState.imageIds).toEqual(['file_pick'])

  const bridge = await onBridge({ capabilities: { logging: {} } })
  expect(createFiles(bridge.runtime).showModel(['file_up'])).toEqual(['file_up'])
  await settle()
  expect(bridge.sent('notifications/message')).toEqual([{ level: 'warning', data: expect.stringContaining('file_up') }])
})
