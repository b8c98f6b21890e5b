import { z } from 'zod'

/** An id of ours, as a body brings it. */
export const idValue = z.string().min(1).max(200)
export const emptyBody = z.strictObject({})
