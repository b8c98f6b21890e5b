import { useEffect } from 'preact/hooks'
import { frameTitle } from '../../src/page/frame-title.ts'
import { useStoreState } from '../store/create-store.ts'
import { usePage } from '../store/page.ts'
import { Announcer } from './announcer.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { Inspector } from './inspector.tsx'
import { Questions } from './questions.tsx'
import { MainColumn } from './main-column.tsx'
import { ModalView } from './modal-view.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'

export function App() {
  const page = usePage()
  const { host, link, toasts, announcement, inspector, lastMessageSeq } = useStoreState(page.store)
  const theme = host?.settings.theme ?? 'system'
  const motion = host?.settings.reducedMotion ?? 'system'

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
    document.documentElement.dataset['motion'] = motion
  }, [theme, motion])

  const instances = host?.instances ?? []
  const modal = instances.findLast((instance) => instance.modal !== null && instance.phase !== 'closed')
  return (
    <div class="app">
      <a class="skip-link" href="#composer">
        Skip to the message field
      </a>
      {host === null ? null : <TopBar host={host} isInspectorOpen={inspector.isOpen} />}
      <ConnectionBar link={link} />
      {host === null ? (
        <main class="starting">
          <p class="quiet">{link === 'rejected' ? '' : 'Connecting…'}</p>
        </main>
      ) : (
        <div class="body">
          <MainColumn host={host} />
          <Inspector host={host} inspector={inspector} lastMessageSeq={lastMessageSeq} />
        </div>
      )}
      {modal === undefined ? null : <ModalView key={modal.id} instance={modal} title={frameTitle(modal, instances)} />}
      {host === null ? null : <Questions host={host} />}
      <Toasts toasts={toasts} />
      <Announcer announcement={announcement} />
    </div>
  )
}
