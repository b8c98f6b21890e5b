export type PictureKind = 'jpeg' | 'png' | 'webp'
export type Sniffed = { ok: true; kind: PictureKind } | { ok: false; message: string }

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/** What the first bytes say a file is; its name and its declared type are not asked. Refusals are words for the person. */
export function sniffImage(bytes: Uint8Array): Sniffed {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { ok: true, kind: 'jpeg' }
  if (ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001A\n') return { ok: true, kind: 'png' }
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return { ok: true, kind: 'webp' }
  if (ascii(bytes, 4, 8) === 'ftyp' && /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(ascii(bytes, 8, 12))) {
    return {
      ok: false,
      message:
        'This is a HEIC photo, which browsers cannot show. On an iPhone choose Settings > Camera > Formats > Most Compatible, or send it as JPEG.',
    }
  }
  return { ok: false, message: 'This is no photo that can be shown. Send a JPEG, PNG or WebP file.' }
}
