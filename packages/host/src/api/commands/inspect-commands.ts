import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody } from './command-values.ts'

export interface InspectCommands {
  /** Forgets the messages logged so far. */
  '/api/messages/clear': { body: Empty; answer: Empty }
}

export function addInspectCommands(add: AddCommand, core: HostCore): void {
  add('/api/messages/clear', emptyBody, () => core.log.clear())
}
