import { useId } from 'preact/hooks'
import type { AppState, HostState, ModelInfo } from '../../src/api/host-state.ts'
import { appCondition } from '../../src/page/app-condition.ts'
import { connectCards, isOpeningCard } from '../../src/page/connect-cards.ts'
import { usePage } from '../store/page.ts'
import { ConnectCard } from './connect-card.tsx'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'

/** What a new conversation shows: where one is, and sentences that work. */
export function EmptyConversation({ host }: { host: HostState }) {
  const hasStarters = host.apps.some(({ starters }) => starters.length > 0)
  return (
    <div class="empty">
      <h2>What shall we try?</h2>
      <p class="quiet">{whereYouAre(host.model, hasStarters)}</p>
      {host.apps.map((app) => (
        <AppStart key={app.name} app={app} host={host} isOnlyApp={host.apps.length === 1} />
      ))}
    </div>
  )
}

/** An app that can be talked to, or what is to be done first: sentences that would call nothing are not offered. */
function AppStart({ app, host, isOnlyApp }: { app: AppState; host: HostState; isOnlyApp: boolean }) {
  const page = usePage()
  const titleId = useId()
  const card = connectCards(host).find((each) => each.app.name === app.name)
  const isClosed = appCondition(app) === 'sign-in'
  const start = (text: string): void => {
    focusComposer()
    void page.run('/api/message', { text })
  }
  return (
    <section class="app-start" aria-labelledby={titleId}>
      <h3 id={titleId} class={isOnlyApp ? 'sr-only' : 'app-start-name'}>
        {app.name}
      </h3>
      {app.status === 'failed' && app.signIn.status === 'none' ? <Unreachable app={app} /> : null}
      {card === undefined ? null : <ConnectCard card={card} isLine={isOpeningCard(app.signIn)} />}
      {isClosed || app.starters.length === 0 ? null : (
        <ul class="starters" aria-label="Starters">
          {app.starters.map((text) => (
            <li key={text}>
              <button type="button" class="starter" onClick={() => start(text)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
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
