import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { HostCommands } from '../../src/api/host-state.ts'
import type { PageEvent } from '../../src/page/page-state.ts'
import { createApiClient, type ApiClient, type CommandPath, type InstancePath, type Reply } from './api-client.ts'
import { connectEvents } from './connect-events.ts'
import { createStore, type PageStore } from './create-store.ts'
import { createFrameHub, type FrameHub } from './frame-hub.ts'

type PlainPath = Exclude<CommandPath, InstancePath>

/** What components act with. */
export interface Page {
  api: ApiClient
  store: PageStore
  frames: FrameHub
  dispatch(event: PageEvent): void
  /** Posts a command; a failure becomes a toast and is returned. */
  run<Path extends PlainPath>(path: Path, body: HostCommands[Path]['body']): Promise<Reply<HostCommands[Path]['answer']>>
  runFor<Path extends InstancePath>(path: Path, instanceId: string, body: HostCommands[Path]['body']): Promise<Reply<HostCommands[Path]['answer']>>
}

export function createPage(token: string, isInspectorOpen: boolean): Page {
  const api = createApiClient(token)
  const store = createStore(isInspectorOpen)
  const { dispatch } = store
  const frames = createFrameHub(api, {
    onFlood: (title) => dispatch({ type: 'toast', text: `“${title}” sends more messages than a host can take. Some of them are dropped.` }),
  })
  connectEvents(api, {
    onLink: (link) => dispatch({ type: 'link', link }),
    onState: (host, isFirst) => dispatch({ type: 'host', host, isFirst }),
    onDelivery: (delivery) => frames.deliver(delivery),
    onMessages: (lastSeq) => dispatch({ type: 'messages', lastSeq }),
    onRejected: (wasOpen) => (wasOpen ? window.location.reload() : dispatch({ type: 'link', link: 'rejected' })),
  })
  const tell = <Answer>(reply: Reply<Answer>, path: CommandPath): Reply<Answer> => {
    // A bad argument is said at its field.
    const isShownInPlace = (path === '/api/arguments' || path === '/api/model/call') && !reply.ok && reply.failure.path !== undefined
    if (!reply.ok && !isShownInPlace) dispatch({ type: 'toast', text: reply.failure.message })
    return reply
  }
  return {
    api,
    store,
    frames,
    dispatch,
    run: async (path, body) => tell(await api.post(path, body), path),
    runFor: async (path, instanceId, body) => tell(await api.postTo(path, instanceId, body), path),
  }
}

export const PageContext = createContext<Page | null>(null)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === null) throw new Error('usePage needs a PageContext around it')
  return page
}
