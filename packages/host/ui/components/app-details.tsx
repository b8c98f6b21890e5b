import type { AppState } from '../../src/api/host-state.ts'
import { appCondition } from '../../src/page/app-condition.ts'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'
import { APP_STATUS_WORDS } from './app-status-words.ts'
import { useSignIn } from './use-sign-in.ts'

const TRANSPORTS = { 'streamable-http': 'Streamable HTTP', 'http+sse': 'HTTP+SSE (2024)' } as const

/** What a developer asks first of an app: address, versions, tools, who one is to it, why it does not connect. */
export function AppDetails({ app }: { app: AppState }) {
  const page = usePage()
  const { name, signIn } = app
  const connect = useSignIn(name)
  const condition = appCondition(app)
  return (
    <li>
      <p class="app-title">
        <span class="dot" data-status={condition} />
        <strong>{name}</strong> <span class="quiet">{APP_STATUS_WORDS[condition]}</span>
      </p>
      <dl class="facts">
        {facts(app).map(([term, text, isMono]) => (
          <Fact key={term} term={term} text={text} isMono={isMono} />
        ))}
      </dl>
      {app.isRemote ? <p class="quiet">Not on this machine: what is sent to it leaves your computer.</p> : null}
      {app.problem === null || condition === 'sign-in' ? null : <p class="problem">{app.problem}</p>}
      <div class="actions">
        {condition === 'sign-in' ? (
          <button key="sign-in" type="button" class="button small" onClick={() => void connect()}>
            Sign in
          </button>
        ) : (
          <button key="reconnect" type="button" class="button small" onClick={() => void page.run('/api/apps/reconnect', { name })}>
            <Icon name="retry" /> Connect again
          </button>
        )}
        {signIn.status === 'signed-in' ? (
          <button type="button" class="button small" onClick={() => void page.run('/api/apps/sign-out', { name })}>
            Sign out
          </button>
        ) : null}
        {app.isConfigured ? null : (
          <button type="button" class="button small" onClick={() => void page.run('/api/apps/remove', { name })}>
            Remove
          </button>
        )}
      </div>
    </li>
  )
}

function Fact({ term, text, isMono }: { term: string; text: string; isMono: boolean }) {
  return (
    <>
      <dt>{term}</dt>
      <dd class={isMono ? 'mono' : ''}>{text}</dd>
    </>
  )
}

function facts(app: AppState): Array<[term: string, text: string, isMono: boolean]> {
  const { signIn } = app
  const protocol = app.protocolVersion === null ? null : `MCP ${app.protocolVersion}${app.transport === null ? '' : `, ${TRANSPORTS[app.transport]}`}`
  const granted = signIn.granted.length === 0 ? '' : ` for ${signIn.granted.join(', ')}`
  const all: Array<[string, string | null, boolean]> = [
    ['Address', app.mcpUrl, true],
    ['Server', app.serverName === null ? null : `${app.serverName} ${app.serverVersion ?? ''}`.trim(), false],
    ['Protocol', protocol, false],
    ['Signed in', signIn.status === 'signed-in' ? `at ${signIn.issuer ?? 'its server'}${granted}` : null, false],
    ['Tools', app.tools.length === 0 ? 'none' : app.tools.map((tool) => tool.name).join(', '), false],
  ]
  return all.flatMap(([term, text, isMono]) => (text === null ? [] : [[term, text, isMono] as [string, string, boolean]]))
}
