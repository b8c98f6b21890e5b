import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FetchedFile } from '../../apps/portfolio/api/media/fetch-file.ts'
import { ApiRefusal } from '../../apps/portfolio/api/refusal.ts'
import { inProcess } from './api-setup.ts'
import { photo, setUpPhotos, type PhotoSetup } from './media-photos.ts'

let photos: PhotoSetup
let answers: Record<string, FetchedFile>
let fetched: string[]
/** Comes while a file is fetched. */
let onFetch: () => Promise<void>
let isStorageDown: boolean
let isCleanerDown: boolean

beforeEach(async () => {
  fetched = []
  onFetch = async () => {}
  isStorageDown = false
  isCleanerDown = false
  answers = { 'https://chat/red': { ok: true, bytes: await photo('#a00000') }, 'https://chat/blue': { ok: true, bytes: await photo('#0000a0') } }
  const fetchFile = async (address: string): Promise<FetchedFile> => {
    fetched.push(address)
    await onFetch()
    return answers[address] ?? { ok: false, code: 'FILE_EXPIRED', message: 'Gone.' }
  }
  photos = await setUpPhotos(
    fetchFile,
    (disk) => ({
      ...disk,
      put: (key, bytes) => (isStorageDown ? Promise.reject(new Error('down')) : disk.put(key, bytes)),
    }),
    { clean: (file) => (isCleanerDown ? Promise.reject(new ApiRefusal('SERVICE_UNAVAILABLE', 'Broke off.')) : inProcess.clean(file)) },
  )
})
afterEach(() => photos.close())

const file = (name: string, more: object = {}) => ({
  download_url: `https://chat/${name}`,
  file_id: `file_${name}`,
  file_name: `${name}.jpg`,
  ...more,
})
const ask = (files: object[], key = 'k', owner = 'ann') => photos.ask('POST', `/api/projects/${photos.id}/images/import`, { files }, { key, owner })

describe('X25 photos that the API fetches', () => {
  test('X25 K15 each becomes an image or is refused by itself, whatever its declared type says', async () => {
    answers['https://chat/page'] = { ok: true, bytes: Buffer.from('<svg onload=alert(1)>') }
    const files = [file('red', { image_type: 'after', alt_text: 'Done' }), file('page', { mime_type: 'image/png' }), file('gone'), file('blue')]
    const { status, body } = await ask(files)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      images: [{ file_id: 'file_red', file_name: 'red.jpg' }, { file_id: 'file_blue' }],
      rejected: [
        { file_id: 'file_page', code: 'UNSUPPORTED_TYPE' },
        { file_id: 'file_gone', code: 'FILE_EXPIRED', message: 'Gone.' },
      ],
    })
    expect((await photos.project()).images).toMatchObject([
      { file_name: 'red.jpg', image_type: 'after', alt_text: 'Done', is_hero: true },
      { file_name: 'blue.jpg' },
    ])
  })

  test('X25 a repeat answers the same and fetches nothing, even under new addresses; the same photo again is found out', async () => {
    const first = await ask([file('red')])
    expect(await ask([file('red', { download_url: 'https://chat/other' })])).toEqual(first)
    expect(fetched).toEqual(['https://chat/red'])
    expect((await ask([file('blue')])).status).toBe(409)
    const imageId = (await photos.project()).images[0]?.image_id
    expect((await ask([file('red')], 'another')).body).toMatchObject({ images: [{ image_id: imageId, duplicate_of: imageId }] })
    expect((await photos.project()).images).toHaveLength(1)
  })

  test('X25 storage that is down leaves no ghost, and the same request takes the photo when it is back', async () => {
    isStorageDown = true
    expect((await ask([file('red')])).body).toMatchObject({ images: [], rejected: [{ code: 'STORAGE_ERROR' }] })
    expect((await photos.project()).images).toEqual([])
    isStorageDown = false
    expect((await ask([file('red')])).body).toMatchObject({ images: [{ file_id: 'file_red' }], rejected: [] })
  })

  test('X25 a photo whose cleaning broke off is said so, and the same request takes it then', async () => {
    isCleanerDown = true
    expect((await ask([file('red')])).body).toMatchObject({ images: [], rejected: [{ code: 'SERVICE_UNAVAILABLE', message: 'Broke off.' }] })
    isCleanerDown = false
    expect((await ask([file('red')])).body).toMatchObject({ images: [{ file_id: 'file_red' }], rejected: [] })
  })

  test('X25 of many photos four are fetched at once, of all requests together', async () => {
    let [now, most] = [0, 0]
    onFetch = async () => {
      most = Math.max(most, (now += 1))
      await new Promise(setImmediate)
      now -= 1
    }
    const calls = ['a', 'b', 'c'].map((key) =>
      ask(
        ['red', 'blue', 'gone'].map((name) => file(name)),
        key,
      ),
    )
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect([most, fetched.length]).toEqual([4, 9])
    expect((await photos.project()).images).toHaveLength(2)
  })

  test("X25 nothing is fetched for another contractor's project, or for a body that is not declared", async () => {
    expect((await ask([file('red')], 'k', 'bob')).status).toBe(404)
    for (const files of [[], [file('red', { headers: {} })], Array.from({ length: 11 }, () => file('red')), [{ file_id: 'x' }]])
      expect((await ask(files)).status).toBe(400)
    expect(fetched).toEqual([])
  })
})
