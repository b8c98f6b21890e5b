import type { Toast } from '../../src/page/page-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'

/** Errors that belong to no card. They stay until dismissed: an error that leaves by itself is missed. */
export function Toasts({ toasts }: { toasts: readonly Toast[] }) {
  const page = usePage()
  const dismiss = (id: number): void => {
    focusComposer()
    page.dispatch({ type: 'toast-dismissed', id })
  }
  return (
    <div class="toasts" role="alert">
      {toasts.map((toast) => (
        <div key={toast.id} class="toast">
          <Icon name="alert" />
          <p>{toast.text}</p>
          <button type="button" class="button icon-only small" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  )
}
