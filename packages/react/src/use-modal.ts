import { useCallback, useMemo, useState } from 'react'
import { isModal, requestModal, type ModalOutcome, type ModalRequest } from '@lockstep/view'
import { useRuntime, useViewPart } from './use-view.ts'

export interface Modal {
  /** What this view has to show itself, in a `<ModalDialog>`; null while nothing is open here. */
  readonly request: ModalRequest | null
  /** Asks the host; where it shows no dialog, `request` is set and the view shows its own. */
  readonly open: (request?: ModalRequest) => Promise<ModalOutcome>
  /** Closes the view's own dialog. */
  readonly close: () => void
  /** Params of the dialog that this instance runs in; null when it is no dialog of the host. */
  readonly params: Readonly<Record<string, unknown>> | null
}

/** A dialog: the host's where it has one, else the view's own. Render `<ModalDialog modal={modal} label="…">` for the latter. */
export function useModal(): Modal {
  const runtime = useRuntime()
  const [request, setRequest] = useState<ModalRequest | null>(null)
  const params = useViewPart(modalParams)
  const open = useCallback(
    async (wanted: ModalRequest = {}) => {
      const outcome = await requestModal(runtime, wanted)
      if (outcome.shown === 'view') setRequest(wanted)
      return outcome
    },
    [runtime],
  )
  const close = useCallback(() => setRequest(null), [])
  return useMemo(() => ({ request, open, close, params }), [request, open, close, params])
}

const NO_PARAMS = Object.freeze({})
const modalParams = (snapshot: Parameters<typeof isModal>[0]) => (isModal(snapshot) ? (snapshot.hostContext.view.params ?? NO_PARAMS) : null)
