import { z } from 'zod'
import type { HostCore } from '../../core/host-core.ts'
import type { Empty } from '../host-commands.ts'
import type { AddCommand } from './add-command.ts'
import { idValue } from './command-values.ts'

export interface AppCommands {
  '/api/apps/reconnect': { body: { name: string }; answer: Empty }
  /** Makes a server known until the host ends, and connects to it. Answers its name when it answered or failed. */
  '/api/apps/add': { body: { mcpUrl: string }; answer: { name: string } }
  /** Only one that was added. */
  '/api/apps/remove': { body: { name: string }; answer: Empty }
  /** Begins a sign-in: the page opens `url` in a new tab; what comes of it is in the state. */
  '/api/apps/sign-in': { body: { name: string }; answer: { url: string } }
  /** Not now. */
  '/api/apps/sign-in/cancel': { body: { name: string }; answer: Empty }
  '/api/apps/sign-out': { body: { name: string }; answer: Empty }
  /** A call that failed for want of a sign-in, once more. */
  '/api/call/retry': { body: { entryId: string }; answer: { entryId: string } }
  /** The page was opened by `/?server=&tool=&input=`: the parts as they stand there. What comes of it is in the state. */
  '/api/deep-link': { body: { server: string; tool: string; input: string | null }; answer: Empty }
  '/api/deep-link/answer': { body: { linkId: string; isAccepted: boolean }; answer: Empty }
  /** The person calls a tool without the model. Resolves when its entry is there; a destructive tool's waits for `/api/approve`. */
  '/api/call': { body: { app: string; tool: string; arguments: Record<string, unknown> }; answer: { entryId: string } }
}

const nameBody = z.strictObject({ name: z.string().min(1).max(500) })
const urlValue = z.string().min(1).max(2_000)
/** What is wrong with a link is said in words for whoever followed it, by who reads it. */
const linkPart = z.string().max(100_000)
const linkBody = z.strictObject({ server: linkPart, tool: linkPart, input: linkPart.nullable() })
const callBody = z.strictObject({ app: z.string().min(1), tool: z.string().min(1), arguments: z.record(z.string(), z.unknown()) })

export function addAppCommands(add: AddCommand, core: HostCore): void {
  const { servers, deepLinks } = core
  add('/api/apps/reconnect', nameBody, ({ name }) => core.reconnect(name))
  add('/api/apps/add', z.strictObject({ mcpUrl: urlValue }), async ({ mcpUrl }) => ({ name: await servers.add(mcpUrl) }))
  add('/api/apps/remove', nameBody, ({ name }) => servers.remove(name))
  add('/api/apps/sign-in', nameBody, async ({ name }) => ({ url: await servers.signIn(name) }))
  add('/api/apps/sign-in/cancel', nameBody, ({ name }) => servers.cancelSignIn(name))
  add('/api/apps/sign-out', nameBody, ({ name }) => servers.signOut(name))
  add('/api/call/retry', z.strictObject({ entryId: idValue }), ({ entryId }) => ({ entryId: core.retryCall(entryId) }))
  add('/api/deep-link', linkBody, (parts) => deepLinks.open(parts))
  add('/api/deep-link/answer', z.strictObject({ linkId: idValue, isAccepted: z.boolean() }), ({ linkId, isAccepted }) =>
    deepLinks.answer(linkId, isAccepted),
  )
  add('/api/call', callBody, async (call) => ({ entryId: await core.callTool(call) }))
}
