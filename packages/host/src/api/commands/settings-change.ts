import { z } from 'zod'
import { SETTINGS_SHAPE } from '../../core/settings-schema.ts'

/** Any part of `HostSettings`, parsed. */
export const settingsChange = z.strictObject(SETTINGS_SHAPE).partial()
