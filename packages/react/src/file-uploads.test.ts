import { ViewError, type UploadOptions } from '@lockstep/view'
import { expect, test } from 'vitest'
import { createFileUploads } from './file-uploads.ts'

const file = (name: string) => new File(['x'], name, { type: 'image/png' })

function setUp() {
  const asked: Array<{ name: string; options: UploadOptions; end: (end: string | Error) => void }> = []
  let ids = 0
  const uploads = createFileUploads(
    ({ name }, options = {}) =>
      new Promise((resolve, reject) => {
        asked.push({ name, options, end: (end) => (end instanceof Error ? reject(end) : resolve({ fileId: end })) })
      }),
    (prefix) => `${prefix}${(ids += 1)}`,
  )
  const shown = () => uploads.getState().map(({ name, state, fileId, failure }) => [name, state, fileId ?? failure?.code ?? null])
  return { uploads, asked, shown }
}

test('each file has a state of its own, in the order they were given', async () => {
  const { uploads, asked, shown } = setUp()
  const done = uploads.upload([file('a.png'), file('b.png')], { accept: ['image/*'] })
  expect(shown()).toEqual([
    ['a.png', 'uploading', null],
    ['b.png', 'uploading', null],
  ])
  asked[1]?.end('file_b')
  asked[0]?.end(new ViewError('VIEW_FILE_SIZE', 'too large'))
  expect(await done).toMatchObject([
    { state: 'failed', failure: { code: 'VIEW_FILE_SIZE' } },
    { state: 'done', fileId: 'file_b' },
  ])
  expect(shown()).toEqual([
    ['a.png', 'failed', 'VIEW_FILE_SIZE'],
    ['b.png', 'done', 'file_b'],
  ])
  expect(asked[0]?.options.accept).toEqual(['image/*'])
})

test('a failed file goes up again under the same rules, and nothing else does', async () => {
  const { uploads, asked, shown } = setUp()
  const first = uploads.upload([file('a.png')], { maxBytes: 9 })
  asked[0]?.end(new ViewError('VIEW_TIMEOUT', 'late'))
  const key = (await first)[0]?.key ?? ''
  const again = uploads.retry(key)
  expect(shown()).toEqual([['a.png', 'uploading', null]])
  asked[1]?.end('file_a')
  expect(await again).toMatchObject({ state: 'done', fileId: 'file_a' })
  expect(asked[1]?.options.maxBytes).toBe(9)
  expect([await uploads.retry(key), await uploads.retry('nobody')]).toEqual([null, null])
  expect(asked).toHaveLength(2)
})

test('what is removed is given up, gone at once, and does not come back when its end comes', async () => {
  const { uploads, asked, shown } = setUp()
  let calls = 0
  const stop = uploads.subscribe(() => (calls += 1))
  const done = uploads.upload([file('a.png')])
  uploads.remove(uploads.getState()[0]?.key ?? '')
  expect([asked[0]?.options.signal?.aborted, shown()]).toEqual([true, []])
  asked[0]?.end(new ViewError('VIEW_ABORTED', 'given up'))
  expect(await done).toMatchObject([{ state: 'failed', failure: { code: 'VIEW_ABORTED' } }])
  expect(shown()).toEqual([])
  stop()
  expect(calls).toBeGreaterThan(1)
})
