import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cleanImage } from './clean-image.ts'

const picture = (format: 'jpeg' | 'png' | 'webp', width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: '#a33' } }).toFormat(format)
const refused = (bytes: Uint8Array) =>
  cleanImage(bytes).then(
    () => 'taken',
    (error: Error) => error.message,
  )

test.each(['jpeg', 'png', 'webp'] as const)('SEC16 takes a %s and keeps nothing of it but pixels', async (format) => {
  const exif = { IFD0: { Copyright: 'CANARY-OWNER' }, IFD3: { GPSLatitude: '39/1 44/1 0/1', GPSLatitudeRef: 'N' } }
  const bytes = await picture(format).withExif(exif).toBuffer()
  expect((await sharp(bytes).metadata()).exif).toBeDefined()
  const clean = await cleanImage(bytes)
  expect(clean).toMatchObject({ widthPx: 40, heightPx: 30 })
  for (const kept of [clean.full, clean.thumbnail]) {
    const { format: is, exif: left, icc, xmp, orientation } = await sharp(kept).metadata()
    expect({ is, left, icc, xmp, orientation }).toEqual({ is: 'webp', left: undefined, icc: undefined, xmp: undefined, orientation: undefined })
    expect(Buffer.from(kept).includes('CANARY')).toBe(false)
  }
})

test('a photo that was held on its side is turned upright', async () => {
  const lying = await picture('jpeg', 40, 30).withMetadata({ orientation: 6 }).toBuffer()
  expect(await cleanImage(lying)).toMatchObject({ widthPx: 30, heightPx: 40 })
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a photo with the orientation %i shows what sharp’s own turning shows', async (orientation) => {
  const corner = { input: { create: { width: 10, height: 8, channels: 3 as const, background: '#fff' } }, left: 2, top: 1 }
  const bytes = await picture('png').composite([corner]).withMetadata({ orientation }).toBuffer()
  const { full } = await cleanImage(bytes)
  const [ours, theirs] = await Promise.all(
    [sharp(full), sharp(bytes).rotate()].map((each) => each.greyscale().raw().toBuffer({ resolveWithObject: true })),
  )
  expect([ours?.info.width, ours?.info.height]).toEqual([theirs?.info.width, theirs?.info.height])
  const far = (ours?.data ?? []).filter((value, at) => Math.abs(value - (theirs?.data[at] ?? 0)) > 60).length
  expect(far).toBeLessThan(60)
})

test('a large photo is made smaller, its thumbnail smaller still, a small one is left as it is', async () => {
  const { full, thumbnail, widthPx, heightPx } = await cleanImage(await picture('jpeg', 3_000, 2_000).toBuffer())
  expect([widthPx, heightPx]).toEqual([1_600, 1_067])
  expect((await sharp(full).metadata()).width).toBe(1_600)
  expect((await sharp(thumbnail).metadata()).width).toBe(320)
})

test('SEC16 a flood of pixels is refused before it fills the memory', async () => {
  const flood = await sharp({ create: { width: 14_000, height: 14_000, channels: 3, background: '#000' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const before = process.memoryUsage().rss
  expect(await refused(flood)).toContain('pixels')
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
}, 60_000)

test.each([
  ['12,000 pixels wide', { width: 12_000, height: 10 }, {}, 'a side of at most'],
  ['7,000 pixels wide with 16 bits a channel', { width: 7_000, height: 10 }, {}, '16 bits a channel'],
  ['interlaced, with 16 bits a channel', { width: 4_000, height: 4_000 }, { progressive: true }, 'at once'],
])('SEC16 a photo that is %s is refused before it is unfolded', async (_what, size, options, words) => {
  const bytes = await sharp({ create: { ...size, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } } })
    .toColourspace('rgb16')
    .png({ ...options, compressionLevel: 1 })
    .toBuffer()
  expect(await refused(bytes)).toContain(words)
})

test.each([
  ['a ZIP archive', 'PK\u0003\u0004\u0014\u0000', 'no photo'],
  ['a gzip archive', '\u001F\u008B\u0008\u0000', 'no photo'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'no photo'],
  ['GIF', 'GIF89a\u0001\u0000\u0001\u0000', 'no photo'],
  ['HTML', '<!doctype html><script>alert(1)</script>', 'no photo'],
  ['PDF', '%PDF-1.7', 'no photo'],
  ['nothing', '', 'no photo'],
  ['HEIC', '\u0000\u0000\u0000\u0018ftypheic\u0000\u0000', 'HEIC'],
])('SEC15 SEC16 %s is refused in words that help', async (_name, text, words) => {
  expect(await refused(Buffer.from(text, 'latin1'))).toContain(words)
})

test('SEC16 what only begins like a photo, or ends too early, is refused; what hangs behind one is left behind', async () => {
  const whole = await picture('png').toBuffer()
  expect(await refused(Buffer.concat([whole.subarray(0, 20), Buffer.from('<script>alert(1)</script>')]))).toContain('damaged')
  expect(await refused(whole.subarray(0, whole.length - 20))).toContain('damaged')
  const { full } = await cleanImage(Buffer.concat([whole, Buffer.from('<script>CANARY</script>')]))
  expect(Buffer.from(full).includes('CANARY')).toBe(false)
})
