import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskFiles } from '../../apps/portfolio/api/files/disk-files.ts'
import type { FileStore } from '../../apps/portfolio/api/files/file-store.ts'
import { projectSchema, type ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { setUpApi, type ApiSetup } from './api-setup.ts'

const WHOLE = { title: 'Chimney rebuild', project_type: 'Masonry', city: 'Denver', state: 'CO' }
let folder: string
let isStorageDown: boolean
let setup: ApiSetup
let id: string

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portfolio-'))
  isStorageDown = false
  const disk = diskFiles(folder)
  const down = (): never => {
    throw new Error('storage is down')
  }
  const files: FileStore = {
    ...disk,
    put: (key, bytes) => (isStorageDown ? down() : disk.put(key, bytes)),
    copy: (from, to) => (isStorageDown ? down() : disk.copy(from, to)),
  }
  setup = setUpApi({}, files)
  id = String((await setup.ask('POST', '/api/projects', WHOLE)).body['project_id'])
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const photo = (colour = '#a33') =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
const project = async (): Promise<ApiProject> => projectSchema.parse((await setup.ask('GET', `/api/projects/${id}`)).body)
const kept = (): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
async function grant(file: object = {}, key = 'g'): Promise<string> {
  const { body } = await setup.ask(
    'POST',
    `/api/projects/${id}/uploads`,
    { files: [{ file_name: 'a.jpg', content_type: 'image/jpeg', ...file }] },
    { key },
  )
  return String((body['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url'])
}
const put = async (url: string, bytes: Uint8Array): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await setup.photos.fetch(
    new Request(url, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': 'image/jpeg' } }),
  )
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const upload = async (colour: string): Promise<string> => String((await put(await grant({}, colour), await photo(colour))).body['image_id'])
const get = (url: string) => setup.photos.fetch(new Request(url))

describe('S2.D.2 uploads', () => {
  test('S2.H.2 K5 K8 K9 an image is one when its bytes have come: with its label and alt text, its hero place and an address that shows it', async () => {
    const url = await grant({ image_type: 'before', alt_text: 'The old chimney' })
    expect(await project()).toMatchObject({ images: [], hero_image_id: null, gate: { missing_fields: ['images', 'hero_image_id'] } })
    const { status, body } = await put(url, await photo())
    expect(status).toBe(200)
    const after = await project()
    expect(after).toMatchObject({
      images: [{ image_id: body['image_id'], image_type: 'before', alt_text: 'The old chimney', width: 60, height: 40, is_hero: true }],
      hero_source: 'auto',
      gate: { can_publish: true },
    })
    const shown = await get(after.images[0]?.thumbnail_url ?? '')
    expect(shown.headers.get('content-type')).toBe('image/webp')
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await sharp(new Uint8Array(await shown.arrayBuffer())).metadata()).width).toBe(60)
  })

  test('the same upload sent twice is one image; the same photo under another name is found out', async () => {
    const url = await grant()
    const first = await put(url, await photo())
    expect(await put(url, await photo())).toEqual(first)
    const again = await put(await grant({ file_name: 'copy.jpg' }, 'h'), await photo())
    expect(again.body).toEqual({ image_id: first.body['image_id'], duplicate_of: first.body['image_id'] })
    expect((await project()).images).toHaveLength(1)
  })

  test('an address that has expired, was changed or is for something else takes nothing', async () => {
    const url = await grant()
    setup.clock.now += 16 * 60_000
    expect((await put(url, await photo())).status).toBe(410)
    const fresh = await grant({}, 'fresh')
    expect((await put(`${fresh}x`, await photo())).status).toBe(410)
    expect((await put(fresh.replace('/u/', '/u/e30.'), await photo())).status).toBe(410)
    expect(kept()).toEqual([])
    expect((await project()).images).toEqual([])
  })

  test('what is no photo, or too large, is refused in words, one by one, and the others go on', async () => {
    const files = [
      { file_name: 'a.jpg', content_type: 'image/jpeg' },
      { file_name: 'b.heic', content_type: 'image/heic' },
      { file_name: 'c.svg', content_type: 'image/svg+xml', file_id: 'f3' },
      { file_name: 'd.png', content_type: 'image/png', bytes: 90_000_000 },
    ]
    const { body } = await setup.ask('POST', `/api/projects/${id}/uploads`, { files })
    expect(body['uploads']).toHaveLength(1)
    expect(body['rejected']).toMatchObject([{ file_name: 'b.heic' }, { file_id: 'f3', code: 'UNSUPPORTED_TYPE' }, { code: 'TOO_LARGE' }])
    const url = await grant()
    expect((await put(url, Buffer.from('<svg onload=alert(1)>'))).status).toBe(415)
    expect((await put(url, Buffer.alloc(10_000_001))).status).toBe(413)
    expect(kept()).toEqual([])
  })

  test('SEC20 the longest name and alternative text fit into an address, without what nobody can see', async () => {
    const url = await grant({ file_name: '写'.repeat(255), alt_text: `${'\u0000"'.repeat(140)}\u200B\u202E写 it` }, 'k'.repeat(200))
    expect((await put(url, await photo())).status).toBe(200)
    expect((await project()).images).toMatchObject([{ file_name: '写'.repeat(255), alt_text: `${'"'.repeat(140)}写 it` }])
    const [image] = (await project()).images
    const labels = [{ image_id: image?.image_id, alt_text: ' a\u200B\u0007b ' }]
    expect((await setup.ask('PATCH', `/api/projects/${id}/images`, { labels })).body).toMatchObject({ images: [{ alt_text: 'ab' }] })
  })

  test('storage that is down leaves no ghost, and the same address takes the photo when it is back', async () => {
    const url = await grant()
    isStorageDown = true
    expect((await put(url, await photo())).status).toBe(502)
    expect((await project()).images).toEqual([])
    isStorageDown = false
    expect((await put(url, await photo())).status).toBe(200)
    expect((await project()).images).toHaveLength(1)
  })

  test('SEC14 a name is shown, never used: no folder of it, nothing invisible, is kept', async () => {
    for (const name of ['../../etc/passwd', '..\\..\\boot.ini', '/abs/x.jpg', 'a\u202Egpj.exe', 'nul\u0000.jpg', '...']) {
      await put(
        await grant({ file_name: name }, encodeURIComponent(name)),
        await photo(`#${Buffer.from(name).toString('hex').slice(0, 6).padEnd(6, '0')}`),
      )
    }
    for (const { file_name: name } of (await project()).images) expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u)
    for (const name of kept()) expect(name).toMatch(/^img_[0-9a-f]{20}-(full|thumb)\.webp$/)
  })
})

describe('order, labels, hero, taking out', () => {
  test('K11 the order is of all images or of none', async () => {
    const [a, b, c] = [await upload('#100000'), await upload('#200000'), await upload('#300000')]
    const order = async () => (await project()).images.map(({ image_id: image, display_order: place }) => [image, place])
    const path = `/api/projects/${id}/images/order`
    expect((await setup.ask('PUT', path, { image_ids: [c, a] })).status).toBe(400)
    expect((await setup.ask('PUT', path, { image_ids: [c, a, a, b] })).status).toBe(400)
    expect((await setup.ask('PUT', path, { image_ids: [c, a, 'other'] })).status).toBe(400)
    expect(await order()).toEqual([
      [a, 0],
      [b, 1],
      [c, 2],
    ])
    await setup.ask('PUT', path, { image_ids: [c, a, b] })
    expect(await order()).toEqual([
      [c, 0],
      [a, 1],
      [b, 2],
    ])
  })

  test('K10 S2.H.1 the hero is an image of this project, and stays whatever comes later', async () => {
    const [, b] = [await upload('#100000'), await upload('#200000')]
    expect((await setup.ask('PUT', `/api/projects/${id}/hero`, { image_id: 'img_of_another' })).status).toBe(400)
    await setup.ask('PUT', `/api/projects/${id}/hero`, { image_id: b })
    await upload('#300000')
    expect(await project()).toMatchObject({ hero_image_id: b, hero_source: 'user' })
  })

  test('X22 a hero that is taken out gives way to the next; the last photo of a published project stays', async () => {
    const [a, b] = [await upload('#100000'), await upload('#200000')]
    await setup.ask('POST', `/api/projects/${id}/publish`)
    await setup.ask('DELETE', `/api/projects/${id}/images/${a}`)
    expect(await project()).toMatchObject({ hero_image_id: b, hero_source: 'auto', images: [{ image_id: b, display_order: 0 }] })
    expect((await setup.ask('DELETE', `/api/projects/${id}/images/${b}`)).status).toBe(409)
  })

  test('labels are set and taken off; a foreign id changes none of them', async () => {
    const [a, b] = [await upload('#100000'), await upload('#200000')]
    const path = `/api/projects/${id}/images`
    await setup.ask('PATCH', path, {
      labels: [
        { image_id: a, image_type: 'before', alt_text: ' Old ' },
        { image_id: b, image_type: 'after' },
      ],
    })
    expect(
      (
        await setup.ask('PATCH', path, {
          labels: [
            { image_id: a, image_type: 'detail' },
            { image_id: 'x', image_type: 'after' },
          ],
        })
      ).status,
    ).toBe(400)
    await setup.ask('PATCH', path, { labels: [{ image_id: b, image_type: null }] })
    expect((await project()).images).toMatchObject([
      { image_type: 'before', alt_text: 'Old' },
      { image_type: null, alt_text: '' },
    ])
  })
})

describe('publication of the bytes', () => {
  test('public copies are there while it is published, and gone after; a draft has none', async () => {
    const a = await upload('#100000')
    const address = `http://files.test/i/${id}/${a}-full.webp`
    expect((await get(address)).status).toBe(404)
    await setup.ask('POST', `/api/projects/${id}/publish`)
    expect((await get(address)).status).toBe(200)
    await setup.ask('DELETE', `/api/projects/${id}/publish`)
    expect((await get(address)).status).toBe(404)
  })

  test('all or nothing: where one copy fails none is left, and the project stays a draft', async () => {
    await upload('#100000')
    isStorageDown = true
    expect((await setup.ask('POST', `/api/projects/${id}/publish`)).status).toBe(502)
    expect((await project()).status).toBe('draft')
    expect(readdirSync(folder)).toEqual(['draft'])
  })

  test('no address leads out of the folder of photos', async () => {
    await upload('#100000')
    for (const path of ['/i/..%2f..%2fetc/passwd', '/i/../draft/x.webp', `/i/${id}/..%2f..%2fdraft`, '/d/x', '/d/', '/i/%00/a.webp']) {
      expect([404, 410]).toContain((await get(`http://files.test${path}`)).status)
    }
  })
})
