import { formatBytes } from '../../src/page/format.ts'
import { Icon } from './icon.tsx'

export interface FileChipProps {
  name: string
  sizeBytes: number
  locale: string
  isSending?: boolean
  onRemove?: () => void
}

/** A file as a small label: in the message field with a way to take it back, in the conversation without. */
export function FileChip({ name, sizeBytes, locale, isSending = false, onRemove }: FileChipProps) {
  return (
    <li class="file-chip">
      {isSending ? <span class="spinner" aria-hidden="true" /> : <Icon name="file" />}
      <span class="file-name" dir="auto" title={name}>
        {name}
      </span>
      <span class="quiet">{isSending ? 'Sending…' : formatBytes(sizeBytes, locale)}</span>
      {onRemove === undefined ? null : (
        <button type="button" class="button icon-only small" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Icon name="close" />
        </button>
      )}
    </li>
  )
}
