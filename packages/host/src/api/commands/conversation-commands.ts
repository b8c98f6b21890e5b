import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { HostSettings } from '../settings-state.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody, idValue } from './command-values.ts'
import { fileIdsValue } from './file-commands.ts'
import { settingsChange } from './settings-change.ts'

/** Characters of one message of the person. */
const MESSAGE_MAX_CHARS = 20_000

export interface ConversationCommands {
  /** The text may be empty when there are files. */
  '/api/message': { body: { text: string; fileIds?: string[] }; answer: Empty }
  '/api/stop': { body: Empty; answer: Empty }
  '/api/approve': { body: { entryId: string }; answer: Empty }
  /** Also cancels an `awaiting-arguments` card. */
  '/api/decline': { body: { entryId: string }; answer: Empty }
  /** Field name -> text as typed (`ArgumentField.proposed` has the form); empty text = leave the argument out. A field that does not parse: 400 with `error.path` = its name. */
  '/api/arguments': { body: { entryId: string; fields: Record<string, string> }; answer: Empty }
  '/api/settings': { body: Partial<HostSettings>; answer: Empty }
  /** A new conversation: new session id, no entries, no instances. */
  '/api/reset': { body: Empty; answer: Empty }
}

const messageBody = z
  .strictObject({ text: z.string().trim().max(MESSAGE_MAX_CHARS), fileIds: fileIdsValue.optional() })
  .refine(({ text, fileIds }) => text !== '' || (fileIds?.length ?? 0) > 0, { message: 'Expected text or a file.', path: ['text'] })
const entryBody = z.strictObject({ entryId: idValue })

export function addConversationCommands(add: AddCommand, core: HostCore): void {
  add('/api/message', messageBody, ({ text, fileIds }) => core.sendMessage(text, fileIds))
  add('/api/stop', emptyBody, () => core.stop())
  add('/api/approve', entryBody, ({ entryId }) => core.approve(entryId))
  add('/api/decline', entryBody, ({ entryId }) => core.decline(entryId))
  add('/api/arguments', z.strictObject({ entryId: idValue, fields: z.record(z.string(), z.string().max(100_000)) }), ({ entryId, fields }) =>
    core.giveArguments(entryId, fields),
  )
  add('/api/settings', settingsChange, (change) => core.changeSettings(withoutUndefined(change)))
  add('/api/reset', emptyBody, () => core.reset())
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
