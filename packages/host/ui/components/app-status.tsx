import type { AppState } from '../../src/api/host-state.ts'
import { AddServer } from './add-server.tsx'
import { AppDetails } from './app-details.tsx'
import { APP_STATUS_WORDS } from './app-status-words.ts'
import { Disclosure } from './disclosure.tsx'

/** The apps of this host, worst state first in the summary, and the way to more of them. */
export function AppStatus({ apps }: { apps: AppState[] }) {
  const [only] = apps
  const status = worstOf(apps)
  return (
    <Disclosure
      class="apps"
      summary={
        only === undefined ? (
          'No app'
        ) : (
          <>
            <span class="dot" data-status={status} />
            {apps.length === 1 ? only.name : `${apps.length} apps`}{' '}
            <span class="quiet status-word" data-status={status}>
              {APP_STATUS_WORDS[status]}
            </span>
          </>
        )
      }
    >
      <ul class="app-list">
        {apps.map((app) => (
          <AppDetails key={app.name} app={app} />
        ))}
      </ul>
      <AddServer />
    </Disclosure>
  )
}

function worstOf(apps: AppState[]): AppState['status'] {
  if (apps.some((app) => app.status === 'failed')) return 'failed'
  return apps.some((app) => app.status === 'connecting') ? 'connecting' : 'connected'
}
