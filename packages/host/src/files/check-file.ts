import { UPLOAD_EMULATED_MAX_BYTES } from '@lockstep/contract'

/** Bytes of one file. */
export const FILE_MAX_BYTES = UPLOAD_EMULATED_MAX_BYTES
const UNKNOWN_TYPE = 'application/octet-stream'

/** First bytes of the picture formats that every browser shows. */
const PICTURES: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  'image/png': (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]),
  'image/jpeg': (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  'image/gif': (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38]),
  'image/webp': (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
}

/** Pictures that may be shown in place: they can hold no script. */
export function isPicture(mimeType: string): boolean {
  return Object.hasOwn(PICTURES, mimeType)
}

/** Lower case and without parameters; what is no MIME type becomes `application/octet-stream`. */
export function mimeTypeOf(text: string): string {
  const type = (text.split(';')[0] ?? '').trim().toLowerCase()
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(type) ? type : UNKNOWN_TYPE
}

/** Why a file is not taken, for people; null when it is. `types` = what this host plays: the pictures of the first months, or anything. */
export function fileProblem(file: { name: string; mimeType: string; bytes: Uint8Array }, types: 'any' | 'images'): string | null {
  const { name, mimeType, bytes } = file
  if (bytes.length === 0) return `Expected a file with something in it, got the empty “${name}”. Choose another file.`
  if (bytes.length > FILE_MAX_BYTES) return tooLarge(name, bytes.length)
  if (types === 'images' && !isPicture(mimeType)) return `Expected a PNG, JPEG, GIF or WebP image, got “${name}” (${mimeType}). Choose an image.`
  const isAsSaid = PICTURES[mimeType]
  if (isAsSaid !== undefined && !isAsSaid(bytes))
    return `Expected “${name}” to be what it says (${mimeType}), but its bytes are something else. Save it again in its format.`
  return null
}

export function tooLarge(name: string, sizeBytes: number): string {
  return `Expected a file of at most ${FILE_MAX_BYTES / 1_000_000} MB, got “${name}” with ${(sizeBytes / 1_000_000).toFixed(1)} MB. Choose a smaller one.`
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte)
}
