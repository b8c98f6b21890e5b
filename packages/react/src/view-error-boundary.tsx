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
    if (IS_DEVELOPMENT) for (const type of UPDATE_EVENTS) globalThis.addEventListener(type, this.onUpdate)
  }

  override componentWillUnmount(): void {
    if (IS_DEVELOPMENT) for (const type of UPDATE_EVENTS) globalThis.removeEventListener(type, this.onUpdate)
  }

  hadFailed = false
  /** Only what the old code met is tried again: what the new code itself meets would come back at once. */
  onUpdate = ({ type }: { type: string }): void => {
    if (type === UPDATE_EVENTS[0]) this.hadFailed = this.state.hasFailed
    else if (this.hadFailed) this.retry()
  }

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
