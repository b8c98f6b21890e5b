import sharp, { type Sharp } from 'sharp'
import { ApiRefusal } from '../refusal.ts'
import { FULL_MAX_PX, PIXELS_MAX, tooMuch } from './photo-limits.ts'
import { sniffImage } from './sniff-image.ts'

/** Pixels of the longer side of a thumbnail. */
const THUMBNAIL_MAX_PX = 320

/** A photo as it is kept: turned upright, without EXIF, place or profile, drawn anew, so that nothing but pixels is left of what came. */
export interface CleanImage {
  /** WebP. */
  full: Uint8Array
  thumbnail: Uint8Array
  widthPx: number
  heightPx: number
}

interface Turn {
  degrees: 0 | 90 | 180 | 270
  /** Left and right change places before it is turned. */
  isMirrored: boolean
}

/** How to turn a photo upright, by its EXIF orientation. */
const TURNS: Readonly<Record<number, Turn>> & { readonly 1: Turn } = {
  1: { degrees: 0, isMirrored: false },
  2: { degrees: 0, isMirrored: true },
  3: { degrees: 180, isMirrored: false },
  4: { degrees: 180, isMirrored: true },
  5: { degrees: 270, isMirrored: true },
  6: { degrees: 90, isMirrored: false },
  7: { degrees: 90, isMirrored: true },
  8: { degrees: 270, isMirrored: false },
}

// one photo at a time takes memory enough
sharp.cache(false)
sharp.concurrency(1)

/** @throws {ApiRefusal} UNSUPPORTED_TYPE, TOO_LARGE: words for the person */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  const sniffed = sniffImage(bytes)
  if (!sniffed.ok) throw new ApiRefusal('UNSUPPORTED_TYPE', sniffed.message)
  const open = (): Sharp => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1, sequentialRead: true })
  const head = await read(open().metadata())
  const { format, orientation } = head
  if (format !== sniffed.kind) throw unreadable()
  const excess = tooMuch(head)
  if (excess !== null) throw new ApiRefusal('TOO_LARGE', excess)
  // smaller first, upright then: to turn a photo all of it must be in memory
  const inside = (maxPx: number) => ({ width: maxPx, height: maxPx, fit: 'inside', withoutEnlargement: true }) as const
  const { data, info } = await read(open().resize(inside(FULL_MAX_PX)).raw().toBuffer({ resolveWithObject: true }))
  const upright = (): Sharp => {
    const { width: w, height: h, channels } = info
    const small = sharp(data, { raw: { width: w, height: h, channels } })
    const { degrees, isMirrored } = TURNS[orientation ?? 1] ?? TURNS[1]
    return (isMirrored ? small.flop() : small).rotate(degrees)
  }
  const full = await read(upright().webp({ quality: 82 }).toBuffer({ resolveWithObject: true }))
  const thumbnail = await read(upright().resize(inside(THUMBNAIL_MAX_PX)).webp({ quality: 72 }).toBuffer())
  return {
    full: full.data,
    thumbnail,
    widthPx: full.info.width,
    heightPx: full.info.height,
  }
}

async function read<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && /exceeds pixel limit/i.test(error.message))
      throw new ApiRefusal('TOO_LARGE', `This photo has too many pixels; at most ${PIXELS_MAX / 1_000_000} million can be taken. Send it smaller.`)
    throw unreadable()
  }
}

function unreadable(): ApiRefusal {
  return new ApiRefusal('UNSUPPORTED_TYPE', 'This photo is damaged or cut off. Open it, save it anew as JPEG, and send that.')
}
