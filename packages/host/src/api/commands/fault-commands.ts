import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { FaultChoice } from '../../faults/fault-board.ts'
import { MAX_FAULT_MS } from '../../faults/fault-catalogue.ts'
import { FAULT_IDS, type FaultId } from '../fault-state.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody, idValue } from './command-values.ts'

export interface FaultCommands {
  /** Switches a fault on, anew when it was on already; `on: null` switches it off. What `on` leaves out is the catalogue's default. */
  '/api/faults': { body: { id: FaultId; on: FaultChoice | null }; answer: Empty }
  '/api/faults/clear': { body: Empty; answer: Empty }
  /** Starts an app's server again; where the host does not run it, the session is forgotten. Answers when it is reached again or is not. */
  '/api/apps/restart': { body: { name: string }; answer: Empty }
  /** Mounts the same result once more. */
  '/api/instances/:id/second': { body: Empty; answer: { instanceId: string } }
}

const choice = z.strictObject({
  by: z.enum(['model', 'view', 'any']).optional(),
  tool: z.string().min(1).max(200).nullable().optional(),
  times: z.number().int().min(1).max(1_000).nullable().optional(),
  ms: z.number().min(0).max(MAX_FAULT_MS).optional(),
})

export function addFaultCommands(add: AddCommand, core: HostCore): void {
  add('/api/faults', z.strictObject({ id: z.enum(FAULT_IDS), on: choice.nullable() }), ({ id, on }) =>
    core.faults.set(id, on === null ? null : given(on)),
  )
  add('/api/faults/clear', emptyBody, () => core.faults.clear())
  add('/api/apps/restart', z.strictObject({ name: idValue }), ({ name }) => core.restartServer(name))
  add('/api/instances/:id/second', emptyBody, (_body, id) => ({ instanceId: core.openSecondInstance(id) }))
}

function given({ by, tool, times, ms }: z.infer<typeof choice>): FaultChoice {
  return {
    ...(by === undefined ? {} : { by }),
    ...(tool === undefined ? {} : { tool }),
    ...(times === undefined ? {} : { times }),
    ...(ms === undefined ? {} : { ms }),
  }
}
