import type { HostState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'

/** What a new conversation shows: where one is, and sentences that work. */
export function EmptyConversation({ host }: { host: HostState }) {
  const page = usePage()
  const start = (text: string): void => {
    focusComposer()
    void page.run('/api/message', { text })
  }
  const starters = host.apps.flatMap((app) => app.starters.map((text) => ({ app: app.name, text })))
  return (
    <div class="empty">
      <h2>What shall we try?</h2>
      <p class="quiet">
        Everything runs on this machine. The {host.model.label.toLowerCase()} knows{' '}
        {starters.length > 0 ? 'these sentences and the like' : 'the tools of your app'}; it is not a language model.
      </p>
      {starters.length === 0 ? null : (
        <ul class="starters" aria-label="Starters">
          {starters.map(({ app, text }) => (
            <li key={`${app} ${text}`}>
              <button type="button" class="starter" onClick={() => start(text)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
