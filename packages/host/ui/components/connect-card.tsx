import { useId, useState } from 'preact/hooks'
import type { SignInState } from '../../src/api/host-state.ts'
import type { ConnectCardState } from '../../src/page/connect-cards.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'
import { useSignIn } from './use-sign-in.ts'

/** Asks the person to sign in at an app's server, and offers the call again that wanted it; as one line where nobody has asked for anything yet. */
export function ConnectCard({ card, isLine = false }: { card: ConnectCardState; isLine?: boolean }) {
  const { app, retry } = card
  const { signIn } = app
  const titleId = useId()
  return (
    <div class={isLine ? 'ask ask-line' : 'ask'} role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>
        {isLine ? null : <Icon name={signIn.status === 'signed-in' ? 'check' : 'info'} />}
        {signIn.status === 'signed-in' ? `“${app.name}” is connected` : `Connect to “${app.name}”?`}
      </h2>
      {signIn.status === 'signed-in' ? (
        <p>The call that wanted it can be run again now.</p>
      ) : isLine ? (
        <p class="quiet">Its server wants to know who you are.</p>
      ) : (
        <>
          <p>{signIn.reason ?? 'Its server wants to know who you are.'}</p>
          <Facts signIn={signIn} mcpUrl={app.mcpUrl} />
          {signIn.warnings.length === 0 ? null : <p class="quiet">ChatGPT would not show this card: {signIn.warnings.join(' ')}</p>}
          {signIn.problem === null ? null : <p class="problem">{signIn.problem}</p>}
        </>
      )}
      <Actions name={app.name} status={signIn.status} retry={retry} />
    </div>
  )
}

function Facts({ signIn, mcpUrl }: { signIn: SignInState; mcpUrl: string }) {
  return (
    <dl class="facts">
      <dt>Server</dt>
      <dd class="mono">{mcpUrl}</dd>
      {signIn.issuer === null ? null : <dt>Signs you in</dt>}
      {signIn.issuer === null ? null : <dd class="mono">{signIn.issuer}</dd>}
      {signIn.scopes.length === 0 ? null : <dt>It asks for</dt>}
      {signIn.scopes.length === 0 ? null : <dd class="mono">{signIn.scopes.join(', ')}</dd>}
    </dl>
  )
}

function Actions({ name, status, retry }: { name: string; status: SignInState['status']; retry: ConnectCardState['retry'] }) {
  const page = usePage()
  const connect = useSignIn(name)
  const [isBusy, setBusy] = useState(false)

  async function once(run: () => Promise<unknown>): Promise<void> {
    if (isBusy) return
    setBusy(true)
    await run()
    setBusy(false)
  }

  if (status === 'signed-in')
    return retry === null ? null : (
      <div class="actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={isBusy}
          onClick={() => void once(() => page.run('/api/call/retry', { entryId: retry.entryId }))}
        >
          <Icon name="retry" /> Run “{retry.title}” again
        </button>
      </div>
    )
  return (
    <>
      {status === 'waiting' ? <p class="quiet">Finish the sign-in in the other tab; this card follows by itself.</p> : null}
      <div class="actions">
        <button type="button" class="button primary" aria-disabled={isBusy} onClick={() => void once(connect)}>
          {status === 'waiting' ? 'Open it again' : 'Connect'}
        </button>
        <button type="button" class="button" onClick={() => void page.run('/api/apps/sign-in/cancel', { name })}>
          Not now
        </button>
      </div>
    </>
  )
}
