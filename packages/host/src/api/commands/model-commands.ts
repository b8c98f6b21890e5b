import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody } from './command-values.ts'

/** Characters of an answer that the person writes as the model. */
const ANSWER_MAX_CHARS = 20_000

export interface ModelCommands {
  /** The person, as the model, answers in words. */
  '/api/model/say': { body: { text: string }; answer: Empty }
  /** The person, as the model, calls a tool; field name -> text as typed. A field that does not parse: 400 with `error.path` = its name. */
  '/api/model/call': { body: { app: string; tool: string; fields: Record<string, string> }; answer: Empty }
  /** Tries all golden prompts with the chosen model. */
  '/api/golden/run': { body: Empty; answer: Empty }
  '/api/golden/stop': { body: Empty; answer: Empty }
}

const callBody = z.strictObject({ app: z.string().min(1), tool: z.string().min(1), fields: z.record(z.string(), z.string().max(100_000)) })

export function addModelCommands(add: AddCommand, core: HostCore): void {
  add('/api/model/say', z.strictObject({ text: z.string().trim().min(1).max(ANSWER_MAX_CHARS) }), ({ text }) => core.manual.say(text))
  add('/api/model/call', callBody, ({ app, tool, fields }) => core.manual.call(app, tool, fields))
  add('/api/golden/run', emptyBody, () => core.golden.start())
  add('/api/golden/stop', emptyBody, () => core.golden.stop())
}
