import type { ViewModal } from '../api/host-state.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { HostIds } from './clock.ts'
import type { ViewRecord } from './conversation.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { TemplateReading } from './template-cache.ts'
import { invalidParams, refused } from './view-refusal.ts'

/** `requestModal`, parsed. */
export interface ModalRequest {
  /** `ui://` address of the same server; null = the view's own. */
  template: string | null
  params: Record<string, unknown> | null
  title: string | null
}

/** What `requestModal` resolves with when the dialog is closed. ChatGPT documents nothing of the kind (openai-apps-sdk-examples issue 169): build on none of it. */
export interface ModalAnswer {
  closedBy: 'person' | 'view' | 'host'
}

export const CLOSED_BY_PERSON = 'closed by the person'
export const CLOSED_BY_VIEW = 'asked by the view'

export interface ViewDialogsOptions {
  store: ConversationStore
  profile(): PlatformProfile
  ids: HostIds
  read(app: string, uri: string): Promise<TemplateReading>
  /** A record of `opener`'s tool and server with another resource, which is in no conversation yet. */
  makeRecord(
    opener: ViewRecord,
    given: Pick<ViewRecord, 'id' | 'resourceUri' | 'toolResult'> & { modal: ViewModal },
    reading: TemplateReading,
  ): ViewRecord
  trace(name: string, detail: Record<string, unknown>): void
}

/** Views in a dialog of the host: new instances of a view's own or another template of its server, one at a time. */
export interface ViewDialogs {
  /** Resolves when the dialog is closed. @throws {ViewRefusal} when it cannot be opened */
  open(opener: ViewRecord, request: ModalRequest): Promise<ModalAnswer>
  /** Dialogs that a view opened and that are still there. */
  of(openerId: string): ViewRecord[]
  /** A dialog was closed. */
  settle(instanceId: string, reason: string): void
  /** All dialogs are gone. */
  forget(): void
}

export function createViewDialogs({ store, profile, ids, read, makeRecord, trace }: ViewDialogsOptions): ViewDialogs {
  const waiting = new Map<string, (answer: ModalAnswer) => void>()
  let isOpening = false
  const open = (): ViewRecord[] => store.get().views.filter(({ modal, phase }) => modal !== null && phase !== 'closed')

  async function mount(opener: ViewRecord, { template, params, title }: ModalRequest): Promise<ViewRecord> {
    const conversationId = store.get().id
    const resourceUri = template ?? opener.resourceUri
    const reading = await read(opener.app, resourceUri)
    if (!reading.ok) throw refused(reading.message)
    const current = store.get().views.find(({ id }) => id === opener.id)
    if (store.get().id !== conversationId || current === undefined || current.phase === 'closed') throw refused('This view is closed.')
    const id = ids.newId('view')
    const heading = title ?? (typeof params?.['title'] === 'string' ? params['title'] : opener.title)
    const view = makeRecord(
      current,
      { id, resourceUri, toolResult: current.toolResult, modal: { openerId: opener.id, title: heading, params } },
      reading,
    )
    store.dispatch({ type: 'modal.opened', view })
    trace('view.modal', { instanceId: id, openerId: opener.id, resourceUri })
    return view
  }

  return {
    async open(opener, request) {
      const { template } = request
      if (template !== null && profile().platform === 'mobile')
        throw refused(
          'ChatGPT’s mobile apps open no dialog with a template (openai-apps-sdk-examples issue 220). Leave the template out, or show it in the view.',
        )
      if (template !== null && !template.startsWith('ui://'))
        throw invalidParams(`requestModal expects a ui:// address as template, got ${template.slice(0, 100)}.`)
      if (opener.modal !== null) throw refused('A view in a dialog opens no other. Close it first.')
      if (isOpening || open().length > 0) throw refused('Another dialog is open. Ask again when it is closed.')
      isOpening = true
      const view = await mount(opener, request).finally(() => {
        isOpening = false
      })
      return new Promise((resolve) => waiting.set(view.id, resolve))
    },
    of: (openerId) => open().filter(({ modal }) => modal?.openerId === openerId),
    settle(instanceId, reason) {
      waiting.get(instanceId)?.({ closedBy: reason === CLOSED_BY_PERSON ? 'person' : reason === CLOSED_BY_VIEW ? 'view' : 'host' })
      waiting.delete(instanceId)
    },
    forget() {
      for (const resolve of waiting.values()) resolve({ closedBy: 'host' })
      waiting.clear()
    },
  }
}
