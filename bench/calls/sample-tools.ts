import { z } from 'zod'

/** Tools a server has registered, of which one is called. */
const TOOL_COUNT = 20
export const CALLED_TOOL = 'note_7'

/** A plain tool: a handful of fields in, a handful out, one list. */
export const INPUT = z.strictObject({
  title: z.string().min(1).max(200).describe('What it is about'),
  tags: z.array(z.string().max(40)).max(10).describe('Words to find it by'),
  priority: z.int().min(1).max(5).describe('5 = most urgent'),
  isPinned: z.boolean().optional(),
})

export const OUTPUT = z.strictObject({
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  score: z.number(),
  note: z.strictObject({ length: z.int(), isPinned: z.boolean() }),
})

export const ARGUMENTS: z.input<typeof INPUT> = { title: 'Buy milk and eggs', tags: ['home', 'food', 'today'], priority: 4, isPinned: true }

export function toolNames(): string[] {
  return Array.from({ length: TOOL_COUNT }, (_, index) => `note_${index}`)
}

export function describeTool(name: string): string {
  return `Use this when the user wants to write down a note (${name}).`
}

export function runSample(input: z.output<typeof INPUT>): z.input<typeof OUTPUT> {
  const { title, tags, priority, isPinned = false } = input
  return { id: `n_${title.length}`, title, tags, score: priority * tags.length, note: { length: title.length, isPinned } }
}

export const SAID = 'Noted.'
