import type { AppCommands } from './commands/app-commands.ts'
import type { ConversationCommands } from './commands/conversation-commands.ts'
import type { ModelCommands } from './commands/model-commands.ts'
import type { FileCommands } from './commands/file-commands.ts'
import type { FaultCommands } from './commands/fault-commands.ts'
import type { InspectCommands } from './commands/inspect-commands.ts'
import type { ViewCommands } from './commands/view-commands.ts'

/** Path -> body and answer of each command. All are POST with a JSON body; each area keeps its own. */
export interface HostCommands extends ConversationCommands, InspectCommands, FaultCommands, AppCommands, ModelCommands, ViewCommands, FileCommands {}

export type Empty = Record<string, never>
