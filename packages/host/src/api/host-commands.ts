import type { AppCommands } from './commands/app-commands.ts'
import type { ConversationCommands } from './commands/conversation-commands.ts'
import type { ViewCommands } from './commands/view-commands.ts'

/** Path -> body and answer of each command. All are POST with a JSON body; each area keeps its own. */
export interface HostCommands extends ConversationCommands, AppCommands, ViewCommands {}

export type Empty = Record<string, never>
