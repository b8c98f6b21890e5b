import type { z } from 'zod'

/** Declares one command: its path, the body it takes (keys not named are refused) and what it does; `id` is the path's own, else empty. */
export type AddCommand = <T>(path: string, schema: z.ZodType<T>, run: (body: T, id: string) => unknown) => void
