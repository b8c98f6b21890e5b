import type { AppState, HostState, ModelInfo } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'

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
      <p class="quiet">{whereYouAre(host.model, starters.length > 0)}</p>
      {host.apps.map((app) => (app.status === 'failed' && app.signIn.status === 'none' ? <Unreachable key={app.name} app={app} /> : null))}
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

function whereYouAre(model: ModelInfo, hasStarters: boolean): string {
  if (model.kind === 'person') return 'Everything runs on this machine. You are the model: send a message, then choose a tool or write the answer.'
  if (model.kind === 'language-model') return `Your apps run on this machine; ${model.label} answers. ${model.detail}`
  const knows = hasStarters ? 'these sentences and the like' : 'the tools of your app'
  return `Everything runs on this machine. The ${model.label.toLowerCase()} knows ${knows}; it is not a language model.`
}

/** An app that is not there: said where one looks first, since no sentence works until it is. */
function Unreachable({ app }: { app: AppState }) {
  const page = usePage()
  return (
    <div class="notice" data-tone="error">
      <Icon name="cross" />
      <div>
        <p class="notice-title">“{app.name}” is not connected</p>
        {app.problem === null ? null : <p class="mono notice-message">{app.problem}</p>}
        <button type="button" class="button small" onClick={() => void page.run('/api/apps/reconnect', { name: app.name })}>
          <Icon name="retry" /> Connect again
        </button>
      </div>
    </div>
  )
}
