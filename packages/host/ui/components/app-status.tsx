import type { AppState } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { Disclosure } from './disclosure.tsx'
import { Icon } from './icon.tsx'

const STATUS = { connecting: 'connecting', connected: 'connected', failed: 'not connected' } as const

/** The apps of this host, worst state first in the summary, with what a developer asks first: address, versions, tools, why not. */
export function AppStatus({ apps }: { apps: AppState[] }) {
  const [only] = apps
  if (only === undefined) return null
  const status = worstOf(apps)
  const name = apps.length === 1 ? only.name : `${apps.length} apps`
  return (
    <Disclosure
      summary={
        <>
          <span class="dot" data-status={status} />
          {name}{' '}
          <span class="quiet status-word" data-status={status}>
            {STATUS[status]}
          </span>
        </>
      }
    >
      <ul class="app-list">
        {apps.map((app) => (
          <AppDetails key={app.name} app={app} />
        ))}
      </ul>
    </Disclosure>
  )
}

function AppDetails({ app }: { app: AppState }) {
  const page = usePage()
  const server = app.serverName === null ? null : `${app.serverName} ${app.serverVersion ?? ''}`.trim()
  return (
    <li>
      <p class="app-title">
        <span class="dot" data-status={app.status} />
        <strong>{app.name}</strong> <span class="quiet">{STATUS[app.status]}</span>
      </p>
      <dl class="facts">
        <dt>Address</dt>
        <dd class="mono">{app.mcpUrl}</dd>
        {server === null ? null : <dt>Server</dt>}
        {server === null ? null : <dd>{server}</dd>}
        {app.protocolVersion === null ? null : <dt>Protocol</dt>}
        {app.protocolVersion === null ? null : <dd>MCP {app.protocolVersion}</dd>}
        <dt>Tools</dt>
        <dd>{app.tools.length === 0 ? 'none' : app.tools.map((tool) => tool.name).join(', ')}</dd>
      </dl>
      {app.problem === null ? null : <p class="problem">{app.problem}</p>}
      <button type="button" class="button small" onClick={() => void page.run('/api/apps/reconnect', { name: app.name })}>
        <Icon name="retry" /> Connect again
      </button>
    </li>
  )
}

function worstOf(apps: AppState[]): AppState['status'] {
  if (apps.some((app) => app.status === 'failed')) return 'failed'
  return apps.some((app) => app.status === 'connecting') ? 'connecting' : 'connected'
}
