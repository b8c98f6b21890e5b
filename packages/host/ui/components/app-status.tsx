import type { AppState } from '../../src/api/host-state.ts'
import { worstCondition } from '../../src/page/app-condition.ts'
import { AddServer } from './add-server.tsx'
import { AppDetails } from './app-details.tsx'
import { APP_STATUS_WORDS } from './app-status-words.ts'
import { Disclosure } from './disclosure.tsx'

/** The apps of this host, worst state first in the summary, and the way to more of them. */
export function AppStatus({ apps }: { apps: AppState[] }) {
  const [only] = apps
  const condition = worstCondition(apps)
  return (
    <Disclosure
      class="apps"
      summary={
        only === undefined ? (
          'No app'
        ) : (
          <>
            <span class="dot" data-status={condition} />
            {apps.length === 1 ? only.name : `${apps.length} apps`}{' '}
            <span class="quiet status-word" data-status={condition}>
              {APP_STATUS_WORDS[condition]}
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
