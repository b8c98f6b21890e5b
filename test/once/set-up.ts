import { createMemoryStore } from '../../packages/server/src/stores/memory-store.ts'
import { logInto, type LogLine } from '../../packages/server/src/testing/open-app.ts'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import type { ToolResult } from '../../packages/server/src/tools/operations.ts'
import { createRunOptions, type RunOptions, type RunParts } from '../../packages/server/src/tools/run-options.ts'
import { runTool } from '../../packages/server/src/tools/run-tool.ts'
import type { Tool, ToolContext, ToolHandler, ToolOptions } from '../../packages/server/src/tools/tool.ts'
import type { DocumentStore } from '@lockstep/sync'
import { z } from 'zod'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'

/** Where a world's clock starts. */
export const START_MS = 1_795_000_000_000
/** An id as a view makes one. */
export const ID = 'op-0123456789abcdef'
export const OTHER_ID = 'op-fedcba9876543210'

const noteInput = z.strictObject({ text: z.string().default('milk'), count: z.number().default(1) })
const noteOutput = z.strictObject({ saved: z.string(), nth: z.number() })

type NoteOptions = Partial<ToolOptions<typeof noteInput, typeof noteOutput>>
type NoteHandler = ToolHandler<typeof noteInput, typeof noteOutput>

/** A tool that writes, unless `more` says otherwise. */
export function noteTool(handler: NoteHandler, more: NoteOptions = {}): Tool {
  return declareTool(
    'save_note',
    { title: 'Save a note', description: 'Use this to save a note.', effect: 'write', input: noteInput, output: noteOutput, ...more },
    handler,
  )
}

/** Counts its effects; each answers which it was. */
export function countingTool(more: NoteOptions = {}): { tool: Tool; effects: string[] } {
  const effects: string[] = []
  const tool = noteTool(({ text }) => {
    effects.push(text)
    return { model: { saved: text, nth: effects.length }, text: `Saved ${text}.`, private: { nonce: effects.length } }
  }, more)
  return { tool, effects }
}

/** What a test looks at in an answer. */
export interface Told {
  isError: boolean
  code: string | null
  error: Record<string, unknown>
  replayed: boolean
  text: string
  model: Record<string, unknown> | null
  meta: Record<string, unknown>
  raw: ToolResult
}

export interface Machine {
  call(tool: Tool, args?: unknown, context?: Partial<ToolContext>): Promise<Told>
  options: RunOptions
}

export interface World {
  clock: FakeClock
  store: DocumentStore
  lines: LogLine[]
  /** A process of its own on the same store. */
  newMachine(parts?: Partial<RunParts>): Machine
}

export function createWorld(given: { store?: DocumentStore } = {}): World {
  const clock = createFakeClock(START_MS)
  const store = given.store ?? createMemoryStore({ epoch: 'e_1', now: clock.now })
  const lines: LogLine[] = []
  const logger = logInto(lines)
  let ids = 0
  return {
    clock,
    store,
    lines,
    newMachine: (parts = {}) => {
      const options = createRunOptions({
        appName: 'demo',
        store,
        secret: 'the same in every process',
        now: clock.now,
        newId: (prefix) => `${prefix}_${(ids += 1)}`,
        logger,
        isDevelopment: false,
        timers: clock,
        ...parts,
      })
      return {
        options,
        call: async (tool, args = {}, context = {}) => told(await runTool(tool, args, { ...nobody(clock.now()), ...context }, options)),
      }
    },
  }
}

/** A caller of whom the host tells nothing. */
function nobody(now: number): ToolContext {
  return {
    session: null,
    subject: null,
    locale: null,
    widgetSessionId: null,
    remoteAddress: undefined,
    signal: new AbortController().signal,
    now,
    auth: null,
    operation: null,
    mcp: null,
  }
}

export function told(raw: ToolResult): Told {
  const meta: Record<string, unknown> = { ...raw._meta }
  const error = (meta['lockstep/error'] ?? {}) as Record<string, unknown>
  const content = Array.isArray(raw['content']) ? raw['content'] : []
  return {
    isError: raw['isError'] === true,
    code: typeof error['code'] === 'string' ? error['code'] : null,
    error,
    replayed: meta['lockstep/replayed'] === true,
    text: content.map((block: { text?: string }) => block.text ?? '').join('\n'),
    model: (raw['structuredContent'] ?? null) as Record<string, unknown> | null,
    meta,
    raw,
  }
}
