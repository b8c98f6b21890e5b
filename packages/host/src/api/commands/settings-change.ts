import { z } from 'zod'
import { pixelsValue } from './command-values.ts'

/** Any part of `HostSettings`, parsed. */
export const settingsChange = z
  .strictObject({
    profile: z.enum(['chatgpt-2026', 'chatgpt-2025', 'mcp-apps', 'text']),
    theme: z.enum(['light', 'dark', 'system']),
    locale: z.string().max(35).refine(isLocale, 'expected a BCP 47 language tag'),
    reducedMotion: z.enum(['system', 'reduce', 'no-preference']),
    systemTheme: z.enum(['light', 'dark']),
    columnWidthPx: pixelsValue,
    fullscreenWidthPx: pixelsValue,
    fullscreenHeightPx: pixelsValue,
    timeZone: z.string().min(1).max(60),
  })
  .partial()

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
