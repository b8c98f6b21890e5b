import type { ToolEntryError } from '../../src/api/host-state.ts'
import { toolErrorWords } from '../../src/page/words.ts'
import { Icon } from './icon.tsx'

export function ToolFailure({ error }: { error: ToolEntryError }) {
  const { title, advice } = toolErrorWords(error.kind)
  // The server is well, and said what it wants.
  const isMild = error.kind === 'tool' || error.kind === 'auth'
  return (
    <div class="notice" data-tone={isMild ? 'warning' : 'error'}>
      <Icon name={isMild ? 'alert' : 'cross'} />
      <div>
        <p class="notice-title">{title}</p>
        <p class="mono notice-message">{error.message}</p>
        <p class="quiet">{advice}</p>
      </div>
    </div>
  )
}
