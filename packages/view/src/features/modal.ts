import type { OpenAiModalRequest } from '@lockstep/contract'
import type { ViewRuntime } from '../view-runtime.ts'
import type { ViewSnapshot } from '../view-snapshot.ts'

export interface ModalRequest {
  title?: string
  /** Plain text. */
  content?: string
  /** For the view in the dialog: its `hostContext.view.params`, with `title` and `content` among them. */
  params?: Readonly<Record<string, unknown>>
  /** A `ui://` address of the same server; default: this view's own. */
  template?: string
}

/** `host`: the host showed it, and `result` is whatever it says (undocumented). `view`: it did not, so render a `<dialog>` of your own. */
export type ModalOutcome =
  | { readonly shown: 'host'; readonly result: unknown }
  | { readonly shown: 'view'; readonly reason: 'unsupported' | 'refused' }

/**
 * Asks the host for a dialog, where a new instance of this view (or of `template`) runs with `hostContext.view.mode` `modal`. Never rejects: hosts without
 * dialogs, and mobile ones that refuse a template (openai-apps-sdk-examples issue 220), leave it to the view. Waits as long as the person takes.
 */
export async function requestModal(runtime: ViewRuntime, { title, content, params, template }: ModalRequest = {}): Promise<ModalOutcome> {
  const { host } = runtime
  await host.settled
  const open = host.openAi('requestModal')
  if (!open) return { shown: 'view', reason: 'unsupported' }
  const told = { ...params, ...(title === undefined ? {} : { title }), ...(content === undefined ? {} : { content }) }
  const request: OpenAiModalRequest = {
    ...(template === undefined ? {} : { template }),
    ...(Object.keys(told).length === 0 ? {} : { params: told }),
  }
  return host
    .wait(() => open(request), 'requestModal', { timeoutMs: Infinity })
    .then(
      (result) => ({ shown: 'host', result }),
      () => ({ shown: 'view', reason: 'refused' }),
    )
}

/** This instance runs inside a dialog of the host. */
export function isModal({ hostContext }: ViewSnapshot): boolean {
  return hostContext.view.mode === 'modal'
}
