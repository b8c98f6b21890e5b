import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { photo, setUpPhotos, type PhotoSetup } from './media-photos.ts'

let photos: PhotoSetup
/** Comes before a file is put, and before one is deleted. */
let onPut: () => Promise<void>
let onDelete: () => Promise<void>
beforeEach(async () => {
  onPut = async () => {}
  onDelete = async () => {}
  photos = await setUpPhotos(undefined, (disk) => ({
    ...disk,
    async put(key, bytes) {
      await onPut()
      return disk.put(key, bytes)
    },
    async delete(key) {
      await onDelete()
      return disk.delete(key)
    },
  }))
})
afterEach(() => photos.close())

const ask: PhotoSetup['ask'] = (method, path, body, options) => photos.ask(method, `/api/projects/${photos.id}${path}`, body, options)

async function address(name = 'a.jpg'): Promise<string> {
  const { body } = await ask('POST', '/uploads', { files: [{ file_name: name, content_type: 'image/jpeg' }] })
  return String((body['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url'])
}

async function put(url: string, colour: string): Promise<{ status: number; id: string | null }> {
  const answer = await photos.photos.fetch(new Request(url, { method: 'PUT', body: new Uint8Array(await photo(colour)) }))
  const { image_id: id } = (await answer.json()) as { image_id?: string }
  return { status: answer.status, id: id ?? null }
}

const bytesAt = async (url: string): Promise<Buffer> => Buffer.from(await (await photos.photos.fetch(new Request(url))).arrayBuffer())
const publicFiles = (): string[] => photos.kept().filter((file) => file.startsWith('public'))

describe('an upload address takes one photo', () => {
  test('other bytes sent to it later are refused, and the photo shows what it showed', async () => {
    const url = await address()
    const { id } = await put(url, '#ff0000')
    const [image] = (await photos.project()).images
    const before = await bytesAt(image?.url ?? '')
    expect((await put(url, '#0000ff')).status).toBe(410)
    expect(await put(url, '#ff0000')).toEqual({ status: 200, id })
    expect(await bytesAt(image?.url ?? '')).toEqual(before)
    expect((await photos.project()).images).toMatchObject([image ?? {}])
  })

  test('of other bytes sent to it at once one photo is taken, whole', async () => {
    const url = await address()
    const both = await Promise.all([put(url, '#ff0000'), put(url, '#0000ff')])
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    const [image] = (await photos.project()).images
    const alone = await put(await address(), both[0]?.status === 200 ? '#ff0000' : '#0000ff')
    // what is shown is what its hash is of
    expect(alone.id).toBe(image?.image_id)
  })

  test('S2.D.2 a late repeat brings no deleted photo back, neither to the project nor to the public', async () => {
    const url = await address()
    const { id } = await put(url, '#ff0000')
    await put(await address(), '#00ff00')
    await ask('POST', '/publish')
    await ask('DELETE', `/images/${id}`)
    expect(publicFiles()).toHaveLength(2)
    expect((await put(url, '#ff0000')).status).toBe(410)
    expect(publicFiles()).toHaveLength(2)
    // who means it sends it to a new address
    expect((await put(await address(), '#ff0000')).status).toBe(200)
    expect(publicFiles()).toHaveLength(4)
  })
})

describe('a photo that does not become an image', () => {
  const draftFiles = (): string[] => photos.kept().filter((file) => file.startsWith('draft'))

  test('because there is no room for it leaves no bytes: addresses from before fill no disk', async () => {
    for (let count = 1; count < 40; count += 1) await photos.addImage(photos.id, `img_${count}`)
    const [one, two, three] = [await address(), await address(), await address()]
    onPut = async () => {
      onPut = async () => {}
      // takes the last place while the other is on its way
      expect((await put(two, '#00ff00')).status).toBe(200)
    }
    expect((await put(one, '#ff0000')).status).toBe(409)
    expect((await put(three, '#0000ff')).status).toBe(409)
    expect(draftFiles()).toHaveLength(2)
  })

  test('because it is there already leaves no bytes of its own', async () => {
    await put(await address(), '#ff0000')
    expect((await put(await address(), '#ff0000')).status).toBe(200)
    expect(draftFiles()).toHaveLength(2)
  })
})

describe('a photo of a published project, on its way there or back,', () => {
  beforeEach(async () => {
    await put(await address(), '#00ff00')
    await ask('POST', '/publish')
  })

  test('leaves no public copy where the project was taken back meanwhile', async () => {
    onPut = async () => {
      onPut = async () => {}
      await ask('DELETE', '/publish')
    }
    expect((await put(await address(), '#ff0000')).status).toBe(200)
    expect(publicFiles()).toEqual([])
  })

  test('is public when it was brought back while its deletion still took its copies away', async () => {
    const { id } = await put(await address(), '#ff0000')
    onDelete = async () => {
      onDelete = async () => {}
      expect((await ask('POST', `/images/${id}/restore`)).status).toBe(200)
    }
    await ask('DELETE', `/images/${id}`)
    expect((await photos.project()).images).toHaveLength(2)
    expect(publicFiles()).toHaveLength(4)
  })

  test('leaves no public copy of its own where it was there already', async () => {
    expect((await put(await address(), '#00ff00')).status).toBe(200)
    expect(publicFiles()).toHaveLength(2)
  })
})

test('nobody fills memory or disk without an address of ours', async () => {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(100_000))
    },
  })
  const request = new Request('http://files.test/u/forged', { method: 'PUT', body, duplex: 'half' } as RequestInit)
  expect((await photos.photos.fetch(request)).status).toBe(410)
  expect(sent).toBeLessThan(3)
})

test('that a photo is not there is kept by no cache', async () => {
  const answer = await photos.photos.fetch(new Request(`http://files.test/i/${photos.id}/img_a-full.webp`))
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store'])
})
