import { z } from 'zod'
import type { DisplayMode } from '@lockstep/contract'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { emptyBody, idValue } from './command-values.ts'

export interface ViewCommands {
  '/api/instances/:id/rpc': { body: { mountId: string; message: unknown }; answer: { response: Record<string, unknown> | null } }
  '/api/instances/:id/ack': { body: { mountId: string; seq: number }; answer: Empty }
  /** The person leaves (or enters) a display mode by the host's own control. */
  '/api/instances/:id/display-mode': { body: { mode: DisplayMode }; answer: Empty }
  '/api/instances/:id/close': { body: Empty; answer: Empty }
  '/api/instances/:id/remount': { body: Empty; answer: Empty }
  /** When `open`, the page itself opens `url` of the answer in a new tab with `noopener`. */
  '/api/link': { body: { linkId: string; open: boolean }; answer: { url: string | null } }
}

export function addViewCommands(add: AddCommand, core: HostCore): void {
  add('/api/instances/:id/rpc', z.strictObject({ mountId: idValue, message: z.unknown() }), async ({ mountId, message }, id) => ({
    response: await core.receiveFromView(id, mountId, message),
  }))
  add('/api/instances/:id/ack', z.strictObject({ mountId: idValue, seq: z.number().int().min(0) }), ({ mountId, seq }, id) =>
    core.acknowledge(id, mountId, seq),
  )
  add('/api/instances/:id/display-mode', z.strictObject({ mode: z.enum(['inline', 'fullscreen', 'pip']) }), ({ mode }, id) =>
    core.setDisplayMode(id, mode),
  )
  add('/api/instances/:id/close', emptyBody, (_body, id) => core.closeView(id))
  add('/api/instances/:id/remount', emptyBody, (_body, id) => core.remountView(id))
  add('/api/link', z.strictObject({ linkId: idValue, open: z.boolean() }), ({ linkId, open }) => ({ url: core.answerLink(linkId, open) }))
}
