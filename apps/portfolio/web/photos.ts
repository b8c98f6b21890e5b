import { isBlank, type ProjectImage } from '../api/domain/index.ts'

/** Addresses of an image: a draft's are signed, a published one's are for everybody. */
export type UrlsOf = (image: ProjectImage) => { url: string; thumbnailUrl: string }

/** One photo, ready to be shown. */
export interface Photo {
  url: string
  widthPx: number | null
  heightPx: number | null
  alt: string
  /** What it shows of the work; null = nobody said. */
  label: string | null
  place: number
}

export interface Photos {
  hero: Photo | null
  /** The first of each kind; null = there is none. */
  before: Photo | null
  after: Photo | null
  /** In their order, without the hero and those two. */
  others: Photo[]
}

const LABELS = { before: 'Before', after: 'After', progress: 'In progress', detail: 'Detail' } as const

/** The photos of a project by what a page does with them. The hero may be one of the pair too. */
export function photosOf(images: readonly ProjectImage[], heroImageId: string | null, urlsOf: UrlsOf): Photos {
  const first = (type: 'before' | 'after'): ProjectImage | undefined => images.find((image) => image.type === type)
  const [before, after] = [first('before'), first('after')]
  const hero = images.find(({ id }) => id === heroImageId)
  const read = (image: ProjectImage | undefined): Photo | null => (image === undefined ? null : photoOf(image, urlsOf, images.length))
  return {
    hero: read(hero),
    before: read(before),
    after: read(after),
    others: images.filter((image) => ![hero, before, after].includes(image)).map((image) => photoOf(image, urlsOf, images.length)),
  }
}

function photoOf(image: ProjectImage, urlsOf: UrlsOf, count: number): Photo {
  const label = image.type === null ? null : LABELS[image.type]
  // a file's name says nothing to who cannot see the photo
  const fallback = `${label === null ? 'Photo' : `${label}: photo`} ${image.place + 1} of ${count}`
  const { widthPx, heightPx, place } = image
  return { url: urlsOf(image).url, widthPx, heightPx, place, label, alt: isBlank(image.altText) ? fallback : image.altText }
}
