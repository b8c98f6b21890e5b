import { sandboxOrigins } from '@lockstep/contract'
import type { Conversation } from './conversation.ts'
import { frameAddresses } from './frame-addresses.ts'
import { reduceConversation } from './reduce-conversation.ts'
import type { HostCoreOptions } from './host-core-api.ts'

/** The conversation as it was left, its frames moved to the ports of this run. */
export function restoreConversation({ saved, apps, sandboxPort }: Pick<HostCoreOptions, 'saved' | 'apps' | 'sandboxPort'>): Conversation | null {
  if (saved === null) return null
  const conversation = reduceConversation(saved.conversation, { type: 'restored' })
  const views = conversation.views.map((view) => {
    const app = apps.find(({ name }) => name === view.app)
    if (app === undefined) return { ...view, phase: 'closed' as const }
    return { ...view, ...frameAddresses(view.viewKey, sandboxOrigins(app.mcpUrl, sandboxPort(), view.domain)) }
  })
  return { ...conversation, views }
}
