import type { HostState } from '../../src/api/host-state.ts'
import { connectCards } from '../../src/page/connect-cards.ts'
import { ConnectCard } from './connect-card.tsx'
import { DeepLinkCard } from './deep-link-card.tsx'

/** What waits for the person and belongs to no entry, at the end of the conversation. */
export function PendingCards({ host }: { host: HostState }) {
  // in a new conversation each app's card stands with its starters
  const cards = host.conversation.entries.length === 0 ? [] : connectCards(host)
  if (cards.length === 0 && host.deepLink === null) return null
  return (
    <div class="pending-cards">
      {cards.map((card) => (
        <ConnectCard key={card.app.name} card={card} />
      ))}
      {host.deepLink === null ? null : <DeepLinkCard key={host.deepLink.id} link={host.deepLink} />}
    </div>
  )
}
