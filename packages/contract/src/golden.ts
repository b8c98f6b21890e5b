import { z } from 'zod'

/**
 * `golden.json`: the prompts an app promises to serve, what the host knows of an app beyond the protocol.
 * A pattern is words with slots in braces; case, punctuation and spare spaces do not matter; `[words]` are optional;
 * `a|b` is one of the two, inside brackets (`[the cart|the basket]`) and outside (`i|we need`).
 * Slots: `{name}` a text, `{name:number}` a number or number word, `{name:lines}` a list such as "two eggs and milk", which becomes
 * `[{ name, quantity }]` (quantity 1 where none is said). An argument `"{slot}"` takes the slot's value with its type;
 * `{ "$seen": "key" }` takes the newest value of that key the model has seen in this conversation (structuredContent or model context), and is
 * left out when there is none; `{ "$file": "newest" }` takes the file that came last with a message, as `{ file_id, file_name, mime_type }`.
 */
export const goldenPromptSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Direct: names the app or its thing. Indirect: only the wish. Negative: must not call the tool. */
  kind: z.enum(['direct', 'indirect', 'negative']),
  patterns: z.array(z.string().min(1)).min(1),
  /** Sentences that must match this prompt, tried by the tests and offered in the composer. */
  examples: z.array(z.string().min(1)).default([]),
  /** Absent on negative prompts. */
  call: z.strictObject({ tool: z.string().min(1), arguments: z.record(z.string(), z.unknown()).default({}) }).optional(),
})

export const goldenSchema = z.strictObject({
  version: z.literal(1),
  /** Shown as starters above an empty composer. */
  starters: z.array(z.string()).max(6).default([]),
  prompts: z.array(goldenPromptSchema),
})

export type Golden = z.infer<typeof goldenSchema>
export type GoldenPrompt = z.infer<typeof goldenPromptSchema>
