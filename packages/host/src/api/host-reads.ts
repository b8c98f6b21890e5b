import type { GoldenReport } from './golden-state.ts'
import type { LoggedMessageBody, MessageList } from './message-state.ts'
import type { MetadataReport } from './metadata-state.ts'

/** Path -> answer of what is asked for by GET, and only when it is looked at; `:value` is put in by the asker. */
export interface HostReads {
  '/api/messages?after=:value': MessageList
  '/api/messages/:value': LoggedMessageBody
  '/api/messages/export': { messages: LoggedMessageBody[] }
  '/api/metadata': MetadataReport
  /** Of the last run of golden prompts, or of this one so far; null before the first. */
  '/api/golden': { report: GoldenReport | null }
}
