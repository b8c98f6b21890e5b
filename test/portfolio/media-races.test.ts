import { expect, test } from 'vitest'
import { photo, setUpPhotos, type PhotoSetup } from './media-photos.ts'

const COLOURS = ['#100000', '#200000', '#300000', '#400000']
/** Requests under way at the same time. */
const AT_ONCE = 14

/** Numbers from 0 to 1, the same ones for a seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
}

interface Race {
  photos: PhotoSetup
  pick<T>(from: readonly T[]): T
  /** Some turns of the event loop, now more, now fewer. */
  turns(): Promise<void>
}

async function setUpRace(seed: number): Promise<Race> {
  const next = numbers(seed)
  const turns = async (): Promise<void> => {
    for (let left = Math.floor(next() * 12); left > 0; left -= 1) await new Promise(setImmediate)
  }
  const slowly = async <T>(work: () => Promise<T>): Promise<T> => {
    await turns()
    const done = await work()
    await turns()
    return done
  }
  const photos = await setUpPhotos(undefined, (disk) => ({
    ...disk,
    put: (key, bytes) => slowly(() => disk.put(key, bytes)),
    copy: (from, to) => slowly(() => disk.copy(from, to)),
    delete: (key) => slowly(() => disk.delete(key)),
    deleteFolder: (folder) => slowly(() => disk.deleteFolder(folder)),
  }))
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  return { photos, pick, turns }
}

/** One of the things that people, tabs and models do to the photos of a project. */
async function act({ photos, pick }: Race, ids: Set<string>, addresses: string[]): Promise<void> {
  const ask: PhotoSetup['ask'] = (method, path, body) => photos.ask(method, `/api/projects/${photos.id}${path}`, body)
  const id = pick([...ids])
  const what = pick(['upload', 'upload', 'upload', 'delete', 'delete', 'restore', 'restore', 'publish', 'publish', 'unpublish', 'hero'])
  if (what === 'delete') await ask('DELETE', `/images/${id}`)
  else if (what === 'restore') await ask('POST', `/images/${id}/restore`)
  else if (what === 'publish') await ask('POST', '/publish')
  else if (what === 'unpublish') await ask('DELETE', '/publish')
  else if (what === 'hero') await ask('PUT', '/hero', { image_id: id })
  else {
    const { body } = await ask('POST', '/uploads', { files: [{ file_name: 'a.jpg', content_type: 'image/jpeg' }] })
    addresses.push(String((body['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url']))
    // now and then one that was used before
    const request = new Request(pick(addresses), { method: 'PUT', body: new Uint8Array(await photo(pick(COLOURS))) })
    const { image_id: taken } = (await (await photos.photos.fetch(request)).json()) as { image_id?: string }
    if (taken !== undefined) ids.add(taken)
  }
}

const SEEDS = Array.from({ length: 16 }, (_unused, index) => index + 40)

test.each(SEEDS)(
  'whatever is done at once, each photo has its bytes, and exactly the photos of a published project are public: seed %i',
  async (seed) => {
    const race = await setUpRace(seed)
    const { photos } = race
    try {
      const ids = new Set([await photos.upload('#111111'), await photos.upload('#222222')])
      const addresses: string[] = []
      await Promise.all(Array.from({ length: AT_ONCE }, () => race.turns().then(() => act(race, ids, addresses))))
      const { images, status, hero_image_id: hero } = await photos.project()
      const filesIn = (place: string): string[] =>
        images.flatMap(({ image_id: id }) => ['full', 'thumb'].map((size) => `${place}/${photos.id}/${id}-${size}.webp`))
      const kept = photos.kept()
      expect(kept.filter((file) => file.startsWith('public')).toSorted()).toEqual(status === 'published' ? filesIn('public').toSorted() : [])
      expect(kept).toEqual(expect.arrayContaining(filesIn('draft')))
      expect(images.length === 0 ? [null] : images.map(({ image_id: id }) => id)).toContain(hero)
      expect(photos.failures).toEqual([])
    } finally {
      photos.close()
    }
  },
)
