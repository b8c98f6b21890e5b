import { z } from 'zod'
import type { HostSettings } from '../api/settings-state.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'

/** CSS pixels. */
const pixels = z.number().int().min(0).max(20_000)
const text = z.string().max(200)
const theme = z.enum(['light', 'dark'])
const insets = z.strictObject({ top: pixels, right: pixels, bottom: pixels, left: pixels })
const location = z.strictObject({
  city: text.exactOptional(),
  region: text.exactOptional(),
  country: text.exactOptional(),
  timezone: text.exactOptional(),
  longitude: z.number().min(-180).max(180).exactOptional(),
  latitude: z.number().min(-90).max(90).exactOptional(),
})

/** What each member of `HostSettings` may be: for what the page sends and for what was saved. Whether a platform of that id exists is the core's to know. */
export const SETTINGS_SHAPE = {
  profile: z.string().min(1).max(60),
  strictness: z.enum(['lenient', 'strict']),
  model: z.enum(['scripted', 'openai', 'manual']),
  theme: z.enum(['light', 'dark', 'system']),
  locale: z.string().max(35).refine(isLocale, 'expected a BCP 47 language tag'),
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => zone === 'system' || isTimeZone(zone), 'expected an IANA time zone or system'),
  reducedMotion: z.enum(['system', 'reduce', 'no-preference']),
  textSizePercent: z.number().int().min(50).max(400),
  device: z.enum(['desktop', 'tablet', 'phone', 'phone-small']),
  input: z.enum(['device', 'mouse', 'touch']),
  safeAreaInsets: insets.nullable(),
  maxHeightPx: pixels,
  undeclaredCsp: z.enum(['strict', 'permissive']),
  templateCache: z.enum(['fresh', 'hour']),
  displayModesOff: z.array(z.enum(['inline', 'fullscreen', 'pip'])).max(3),
  hasFilePicker: z.boolean(),
  uploadTypes: z.enum(['any', 'images']),
  followUpsWhileBusy: z.enum(['queue', 'ignore']),
  hintsOff: z.array(text).max(20),
  userLocation: location,
  organization: text,
  systemTheme: theme,
  systemTimeZone: z.string().max(60).refine(isTimeZone, 'expected an IANA time zone'),
  columnWidthPx: pixels,
  fullscreenWidthPx: pixels,
  fullscreenHeightPx: pixels,
  composerHeightPx: pixels,
} satisfies { [Name in keyof HostSettings]: z.ZodType<HostSettings[Name]> }

/** Settings as they were saved, by whatever version: a member that is missing, or that no longer reads, has its default. */
export function restoreSettings(saved: Readonly<Record<string, unknown>>): HostSettings {
  const restored: Record<string, unknown> = { ...DEFAULT_SETTINGS }
  for (const [name, schema] of Object.entries(SETTINGS_SHAPE)) {
    const read = schema.safeParse(saved[name])
    if (read.success) restored[name] = read.data
  }
  return z.object(SETTINGS_SHAPE).parse(restored)
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}
