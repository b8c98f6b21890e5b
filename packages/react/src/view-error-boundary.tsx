import { Component, type ReactNode } from 'react'
import { IS_DEVELOPMENT } from './report-problem.ts'

export interface ViewErrorBoundaryProps {
  children: ReactNode
  /** Default: what happened, without blame. */
  title?: string
  /** Default: what is safe and what to do. */
  advice?: string
  /** Default "Try again". */
  retryLabel?: string
  /** Told of each error; the place for an app's own reporting. */
  onError?: (error: unknown) => void
}

/** Fired by the view server of development before and after it takes in an edit: what was broken may be mended. */
const UPDATE_EVENTS = ['lockstep:updating', 'lockstep:updated'] as const

/** Tries again after an edit, but only what the old code met: what the new code itself meets would come back at once. */
function followUpdates(boundary: ViewErrorBoundary): () => void {
  let hadFailed = false
  const onUpdate = ({ type }: { type: string }): void => {
    if (type === UPDATE_EVENTS[0]) hadFailed = boundary.state.hasFailed
    else if (hadFailed) boundary.retry()
  }
  for (const type of UPDATE_EVENTS) globalThis.addEventListener(type, onUpdate)
  return () => {
    for (const type of UPDATE_EVENTS) globalThis.removeEventListener(type, onUpdate)
  }
}

/** Catches what breaks while rendering, says so in words one can act on, and renders anew on Retry; saved data and the queue are untouched. */
export class ViewErrorBoundary extends Component<ViewErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
    // as an uncaught one would: the console, the dev server and the host's own error log learn of it
    globalThis.reportError?.(error)
  }

  override componentDidMount(): void {
    if (IS_DEVELOPMENT) this.unfollow = followUpdates(this)
  }

  override componentWillUnmount(): void {
    this.unfollow?.()
  }

  private unfollow: (() => void) | undefined
  retry = (): void => this.setState({ hasFailed: false })

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    const { title = 'This could not be shown', advice = 'What was saved is safe. Try again, or ask for it anew in the conversation.' } = this.props
    return (
      <div role="alert" className="view-error" style={{ padding: '1rem' }}>
        <p>
          <strong>{title}</strong>
        </p>
        <p>{advice}</p>
        <button type="button" onClick={this.retry}>
          {this.props.retryLabel ?? 'Try again'}
        </button>
      </div>
    )
  }
}
