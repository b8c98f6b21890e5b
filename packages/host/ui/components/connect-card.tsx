import { useId, useState } from 'preact/hooks'
import type { SignInState } from '../../src/api/host-state.ts'
import type { ConnectCardState } from '../../src/page/connect-cards.ts'
import { openableUrl } from '../../src/page/openable-url.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'

/** Asks the person to sign in at an app's server, and offers the call again that wanted it. */
export function ConnectCard({ card }: { card: ConnectCardState }) {
  const { app, retry } = card
  const { signIn } = app
  const titleId = useId()
  return (
    <div class="ask" role="group" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <Icon name={signIn.status === 'signed-in' ? 'check' : 'info'} />
        {signIn.status === 'signed-in' ? `“${app.name}” is connected` : `Connect to “${app.name}”?`}
      </h2>
      {signIn.status === 'signed-in' ? (
        <p>The call that wanted it can be run again now.</p>
      ) : (
        <>
          <p>{signIn.reason ?? 'The server wants to know who you are before it does this.'}</p>
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
  const [isBusy, setBusy] = useState(false)

  async function once(run: () => Promise<unknown>): Promise<void> {
    if (isBusy) return
    setBusy(true)
    await run()
    setBusy(false)
  }

  async function connect(): Promise<void> {
    const reply = await page.run('/api/apps/sign-in', { name })
    const url = reply.ok ? openableUrl(reply.answer.url) : null
    if (url !== null) window.open(url, '_blank', 'noopener,noreferrer')
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
