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
  /** A frame is to go, since too many are open; answered when its view has put its things away. */
  '/api/instances/:id/park': { body: { mountId: string }; answer: Empty }
  /** Reads its HTML anew from the server, past the cache, and mounts it. */
  '/api/instances/:id/refresh-template': { body: Empty; answer: Empty }
  /** Shows a closed view again (`canShowAgain`), with its state. */
  '/api/instances/:id/reopen': { body: Empty; answer: Empty }
  /** A step in the view's own history. */
  '/api/instances/:id/history': { body: { direction: 'back' | 'forward' }; answer: Empty }
  /** The person's click on "Open in <app>": puts `openInAppUrl` among the pending links. */
  '/api/instances/:id/open-in-app': { body: Empty; answer: Empty }
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
  add('/api/instances/:id/park', z.strictObject({ mountId: idValue }), ({ mountId }, id) => core.parkView(id, mountId))
  add('/api/instances/:id/refresh-template', emptyBody, (_body, id) => core.refreshTemplate(id))
  add('/api/instances/:id/reopen', emptyBody, (_body, id) => core.reopenView(id))
  add('/api/instances/:id/history', z.strictObject({ direction: z.enum(['back', 'forward']) }), ({ direction }, id) =>
    core.navigateView(id, direction === 'back' ? -1 : 1),
  )
  add('/api/instances/:id/open-in-app', emptyBody, (_body, id) => core.openInApp(id))
  add('/api/link', z.strictObject({ linkId: idValue, open: z.boolean() }), ({ linkId, open }) => ({ url: core.answerLink(linkId, open) }))
}
