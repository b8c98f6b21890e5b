import { z } from 'zod'

/** An id of ours, as a body brings it. */
export const idValue = z.string().min(1).max(200)
/** CSS pixels. */
export const pixelsValue = z.number().int().min(0).max(20_000)
export const emptyBody = z.strictObject({})
