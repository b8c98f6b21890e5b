import { Component, type ReactNode } from 'react'

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

/** Catches what breaks while rendering, says so in words one can act on, and renders anew on Retry; saved data and the queue are untouched. */
export class ViewErrorBoundary extends Component<ViewErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    const { title = 'This could not be shown', advice = 'What was saved is safe. Try again, or ask for it anew in the conversation.' } = this.props
    return (
      <div role="alert" className="view-error">
        <p>
          <strong>{title}</strong>
        </p>
        <p>{advice}</p>
        <button type="button" onClick={() => this.setState({ hasFailed: false })}>
          {this.props.retryLabel ?? 'Try again'}
        </button>
      </div>
    )
  }
}
