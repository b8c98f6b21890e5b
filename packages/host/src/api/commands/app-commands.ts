import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'

export interface AppCommands {
  '/api/apps/reconnect': { body: { name: string }; answer: Empty }
}

export function addAppCommands(add: AddCommand, core: HostCore): void {
  add('/api/apps/reconnect', z.strictObject({ name: z.string().min(1) }), ({ name }) => core.reconnect(name))
}
