import { useEffect, useState } from 'preact/hooks'
import { usePage } from '../store/page.ts'
import { Icon } from './icon.tsx'

/** Milliseconds for which "Copied" is shown. */
const SHOWN_MS = 2_000

export function CopyButton({ text, label }: { text: string; label: string }) {
  const page = usePage()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const handle = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(handle)
  }, [isCopied])

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      page.dispatch({ type: 'toast', text: 'The browser did not allow copying. Select the text and copy it by hand.' })
    }
  }

  return (
    <>
      <button type="button" class="button small" aria-label={label} onClick={() => void copy()}>
        <Icon name={isCopied ? 'check' : 'copy'} /> <span aria-hidden="true">{isCopied ? 'Copied' : 'Copy'}</span>
      </button>
      <span class="sr-only" role="status">
        {isCopied ? 'Copied' : null}
      </span>
    </>
  )
}
