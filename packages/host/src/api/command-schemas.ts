import { z } from 'zod'

/** Characters of one message of the person. */
const MESSAGE_MAX_CHARS = 20_000

const id = z.string().min(1).max(200)
const pixels = z.number().int().min(0).max(20_000)

/** Bodies of the commands, parsed once, at the border. Keys not named here are refused. */
export const commandSchemas = {
  message: z.strictObject({ text: z.string().trim().min(1).max(MESSAGE_MAX_CHARS) }),
  empty: z.strictObject({}),
  entry: z.strictObject({ entryId: id }),
  arguments: z.strictObject({ entryId: id, fields: z.record(z.string(), z.string().max(100_000)) }),
  rpc: z.strictObject({ mountId: id, message: z.unknown() }),
  ack: z.strictObject({ mountId: id, seq: z.number().int().min(0) }),
  displayMode: z.strictObject({ mode: z.enum(['inline', 'fullscreen', 'pip']) }),
  link: z.strictObject({ linkId: id, open: z.boolean() }),
  reconnect: z.strictObject({ name: z.string().min(1) }),
  settings: z
    .strictObject({
      theme: z.enum(['light', 'dark', 'system']),
      locale: z.string().max(35).refine(isLocale, 'expected a BCP 47 language tag'),
      reducedMotion: z.enum(['system', 'reduce', 'no-preference']),
      systemTheme: z.enum(['light', 'dark']),
      columnWidthPx: pixels,
      fullscreenWidthPx: pixels,
      fullscreenHeightPx: pixels,
      timeZone: z.string().min(1).max(60),
    })
    .partial(),
} as const

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
