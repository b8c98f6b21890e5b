import { useDisplayMode } from '@lockstep/react'

/** The shape of a project before it is there. */
export function Skeleton() {
  return (
    <div aria-busy="true" aria-label="Loading" role="group">
      <div className="bone bone-cover" />
      <div className="bone bone-line" />
      <div className="bone bone-short" />
    </div>
  )
}

/** What could not be shown, and the way on. */
export function ErrorCard({ message, onRetry, isBusy = false }: { message: string; onRetry?: () => unknown; isBusy?: boolean }) {
  return (
    <div role="alert" className="panel">
      <h2 tabIndex={-1}>This could not be shown</h2>
      <p className="soft">{message}</p>
      {onRetry === undefined ? null : (
        <button type="button" className="primary" data-action="primary" aria-busy={isBusy} onClick={() => void onRetry()}>
          {isBusy ? 'Trying again…' : 'Try again'}
        </button>
      )}
    </div>
  )
}

/** Asks for the whole window, where the view does not have it and the host may give it. */
export function Larger() {
  const [mode, request, available] = useDisplayMode()
  if (mode === 'fullscreen' || !available.includes('fullscreen')) return null
  return (
    <button type="button" className="small quiet" onClick={() => void request('fullscreen').catch(() => null)}>
      Open large
    </button>
  )
}
