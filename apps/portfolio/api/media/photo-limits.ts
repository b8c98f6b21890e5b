import type { Metadata } from 'sharp'

/** Pixels of a photo: one that claims more could fill the memory before it is seen. */
export const PIXELS_MAX = 24_000_000
/** Pixels of a side: what makes a photo smaller holds some hundred whole lines, so that few but long ones can fill the memory, too. */
const SIDE_MAX_PX = 10_000
/** Bytes of a line, for the same reason: what the longest has with 8 bits a channel and transparency. */
const LINE_MAX_BYTES = 40_000
/** Pixels of the longer side of what is shown of a photo. */
export const FULL_MAX_PX = 1_600
/** Bytes that a photo may take which cannot be read line by line; by what its library has to hold of it. */
const PNG_WHOLE_MAX_BYTES = 96_000_000
const JPEG_WHOLE_MAX_BYTES = 150_000_000

const SAMPLE_BYTES: Readonly<Record<string, number>> = { char: 1, uchar: 1, short: 2, ushort: 2 }

/** Null when there is memory for a photo whose head says this, else words for the person. */
export function tooMuch({
  width,
  height,
  channels,
  depth,
  format,
  isProgressive,
}: Pick<Metadata, 'width' | 'height' | 'channels' | 'depth' | 'format' | 'isProgressive'>): string | null {
  const pixels = width * height
  if (pixels > PIXELS_MAX)
    return `This photo has ${width} x ${height} pixels; at most ${PIXELS_MAX / 1_000_000} million can be taken. Send it smaller.`
  if (Math.max(width, height) > SIDE_MAX_PX)
    return `This photo has ${width} x ${height} pixels; a side of at most ${SIDE_MAX_PX} can be taken. Cut it, or send it smaller.`
  const sampleBytes = SAMPLE_BYTES[depth] ?? 4
  if (width * channels * sampleBytes > LINE_MAX_BYTES)
    return `This photo has ${8 * sampleBytes} bits a channel, which is too much for ${width} pixels a line. Save it with 8 bits a channel, or send it smaller.`
  if (!isProgressive) return null
  // an interlaced PNG is unfolded as it is; of a progressive JPEG two bytes a sample are kept until its last pass
  const isJpeg = format === 'jpeg'
  const wholeBytes = pixels * channels * (isJpeg ? 2 : sampleBytes)
  if (wholeBytes <= (isJpeg ? JPEG_WHOLE_MAX_BYTES : PNG_WHOLE_MAX_BYTES)) return null
  return `This photo is ${isJpeg ? 'a progressive JPEG' : 'an interlaced PNG'} of ${width} x ${height} pixels, which cannot be taken: all of it would have to be in memory at once. Save it as a plain JPEG, or send it smaller.`
}
