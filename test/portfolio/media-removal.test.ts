import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createJanitor } from '../../apps/portfolio/api/media/janitor.ts'
import { setUpPhotos, type PhotoSetup } from './media-photos.ts'

let photos: PhotoSetup
/** Milliseconds that every file seems older than it is. */
let age: number
/** Comes before a file is put. */
let onPut: () => Promise<void>
beforeEach(async () => {
  age = 0
  onPut = async () => {}
  photos = await setUpPhotos(undefined, (disk) => ({
    ...disk,
    async put(key, bytes) {
      await onPut()
      return disk.put(key, bytes)
    },
    list: async (folder) => (await disk.list(folder)).map(({ key }) => ({ key, changedAt: photos.clock.now - age })),
  }))
})
afterEach(() => photos.close())

const ask: PhotoSetup['ask'] = (method, path, body, options) => photos.ask(method, `/api/projects/${photos.id}${path}`, body, options)
const remove = (id: string) => ask('DELETE', `/images/${id}`)
const restore = (id: string, options = {}) => ask('POST', `/images/${id}/restore`, undefined, options)
const tidy = () =>
  createJanitor({ store: photos.store, files: photos.files, incoming: { removeLeft: async () => {} }, now: () => photos.clock.now })()

describe('undo of a deletion', () => {
  test('a photo comes back where it was, with its label, alt text and place as cover', async () => {
    const [a, b] = [await photos.upload('#100000'), await photos.upload('#200000'), await photos.upload('#300000')]
    await ask('PATCH', '/images', { labels: [{ image_id: b, image_type: 'before', alt_text: 'Old' }] })
    await ask('PUT', '/hero', { image_id: b })
    const before = await photos.project()
    expect((await remove(b)).body).toMatchObject({ hero_image_id: a, hero_source: 'auto' })
    const { body } = await restore(b, { key: 'undo' })
    expect(body).toMatchObject({ images: before.images, hero_image_id: b, hero_source: 'user' })
    // the same wish twice is one
    expect((await restore(b, { key: 'undo' })).body).toEqual(body)
    expect((await restore(b, { key: 'undo again' })).body).toMatchObject({ images: before.images })
  })

  test('a cover that the person chose in between stays', async () => {
    const [a, b] = [await photos.upload('#100000'), await photos.upload('#200000')]
    await remove(a)
    await ask('PUT', '/hero', { image_id: b })
    expect((await restore(a)).body).toMatchObject({ hero_image_id: b, hero_source: 'user', images: [{ image_id: a }, { image_id: b }] })
  })

  test('after ten minutes, for a photo that never was, and for another contractor there is none', async () => {
    const a = await photos.upload('#100000')
    await remove(a)
    expect((await restore(a, { owner: 'bob' })).status).toBe(404)
    expect((await restore('img_never')).status).toBe(410)
    photos.clock.now += 10 * 60_000
    expect((await restore(a)).status).toBe(410)
    expect((await photos.project()).images).toEqual([])
  })

  test('the public copy of a photo goes and comes with it, and a new photo of a published project is public', async () => {
    const [a, b] = [await photos.upload('#100000'), await photos.upload('#200000')]
    await ask('POST', '/publish')
    const shown = async (id: string) => (await photos.photos.fetch(new Request(`http://files.test/i/${photos.id}/${id}-full.webp`))).status
    const c = await photos.upload('#300000')
    expect([await shown(b), await shown(c)]).toEqual([200, 200])
    await remove(b)
    expect([await shown(a), await shown(b)]).toEqual([200, 404])
    await restore(b)
    expect(await shown(b)).toBe(200)
  })
})

describe('public copies are those of published projects', () => {
  const publicFiles = () => photos.kept().filter((file) => file.startsWith('public'))

  test('a late repeat of a publication that was taken back publishes nothing', async () => {
    await photos.upload('#100000')
    await ask('POST', '/publish', undefined, { key: 'publish' })
    expect(publicFiles()).toHaveLength(2)
    await ask('DELETE', '/publish')
    expect((await ask('POST', '/publish', undefined, { key: 'publish' })).body).toMatchObject({ status: 'draft' })
    expect(publicFiles()).toEqual([])
  })

  test('one that is refused at the last moment leaves none; one that comes second takes none away', async () => {
    await photos.upload('#100000')
    const { etag } = await ask('GET', '')
    await ask('PATCH', '', { neighborhood: 'LoDo' })
    expect((await ask('POST', '/publish', undefined, { headers: { 'if-match': etag ?? '' } })).status).toBe(412)
    expect(publicFiles()).toEqual([])
    const both = await Promise.all([ask('POST', '/publish'), ask('POST', '/publish')])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]))
    expect(publicFiles()).toHaveLength(2)
  })

  test('a photo whose project is published while it is on its way is public too', async () => {
    await photos.upload('#100000')
    onPut = async () => {
      onPut = async () => {}
      await ask('POST', '/publish')
    }
    const late = await photos.upload('#200000')
    expect((await photos.project()).status).toBe('published')
    expect(publicFiles()).toContain(`public/${photos.id}/${late}-full.webp`)
  })

  test.each([
    ['published', 'POST', 4],
    ['taken back', 'DELETE', 0],
  ] as const)('a photo that is brought back while its project is %s is as public as the others', async (_what, method, copies) => {
    const [, b] = [await photos.upload('#100000'), await photos.upload('#200000')]
    if (method === 'DELETE') await ask('POST', '/publish')
    await remove(b)
    const { documents } = photos.store
    const load = documents.load.bind(documents)
    let isFirst = true
    Object.assign(documents, {
      load: async (want: Parameters<typeof load>[0]) => {
        const isLook = isFirst && (want.records ?? []).some(({ kind }) => kind === 'deleted-image')
        if (isLook) {
          isFirst = false
          expect((await ask(method, '/publish')).status).toBe(200)
        }
        return load(want)
      },
    })
    expect((await restore(b)).body).toMatchObject({ images: [{}, { image_id: b }] })
    expect(publicFiles()).toHaveLength(copies)
  })
})

describe('the janitor', () => {
  test('leaves what is needed, and what is so new that its commit may be on its way', async () => {
    const a = await photos.upload('#100000')
    await ask('POST', '/publish')
    await photos.files.put(`draft/${photos.id}/img_ghost-full.webp`, Buffer.from('x'))
    await tidy()
    expect(photos.kept()).toHaveLength(5)
    age = 2 * 60 * 60_000
    await tidy()
    expect(photos.kept().toSorted()).toEqual(
      ['draft', 'public'].flatMap((place) => ['full', 'thumb'].map((size) => `${place}/${photos.id}/${a}-${size}.webp`)),
    )
  })

  test('takes public copies of what is not published, bytes of photos deleted for good, and those of deleted projects', async () => {
    age = 2 * 60 * 60_000
    const [a, b] = [await photos.upload('#100000'), await photos.upload('#200000')]
    await photos.files.copy(`draft/${photos.id}/${a}-full.webp`, `public/${photos.id}/${a}-full.webp`)
    await remove(b)
    await tidy()
    // it can still be brought back
    expect(photos.kept()).toHaveLength(4)
    photos.clock.now += 11 * 60_000
    await tidy()
    expect(photos.kept().toSorted()).toEqual([`draft/${photos.id}/${a}-full.webp`, `draft/${photos.id}/${a}-thumb.webp`])
    await ask('DELETE', '')
    await tidy()
    expect(photos.kept()).toEqual([])
  })
})
