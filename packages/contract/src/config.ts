import { z } from 'zod'

/** One app in `lockstep.config.ts`. */
export const appConfigSchema = z.strictObject({
  name: z.string().min(1),
  /** Streamable HTTP endpoint. */
  mcpUrl: z.url({ protocol: /^https?$/, error: 'expected the http(s) address of an MCP server' }),
  /** Path of golden.json, relative to the configuration. */
  golden: z.string().optional(),
  /** Module that starts the app's server when run, relative to the configuration; absent when something else starts it. */
  server: z.string().optional(),
  /** Views to build before the server starts: name -> entry module, relative to the configuration. */
  views: z
    .record(z.string().regex(/^[a-z0-9-]+$/), z.string(), {
      error: ({ code }) => (code === 'invalid_key' ? 'expected a name of a-z, 0-9 and -, as its file will have' : undefined),
    })
    .default({}),
  /** True: `lockstep dev` starts the development authorization server, too, and tells the app's server its address as LOCKSTEP_DEV_AUTH; an object goes to it as its options. */
  devAuth: z.union([z.boolean(), z.record(z.string(), z.unknown())]).default(false),
})

export const lockstepConfigSchema = z.strictObject({ apps: z.array(appConfigSchema).min(1) })

export type AppConfig = z.infer<typeof appConfigSchema>
export type LockstepConfigInput = z.input<typeof lockstepConfigSchema>
export type LockstepConfig = z.infer<typeof lockstepConfigSchema>
