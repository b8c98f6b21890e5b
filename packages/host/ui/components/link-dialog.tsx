import { useEffect, useRef } from 'preact/hooks'
import type { PendingLink } from '../../src/api/host-state.ts'
import { openableUrl } from '../../src/page/openable-url.ts'
import { usePage, type Page } from '../store/page.ts'
import { whenVisible } from '../store/when-visible.ts'
import { showDialog } from './use-modal.ts'

/** A link a view wants opened: asked about with its whole address, or opened at once where the app declared the place as its own. */
export function LinkDialog({ link }: { link: PendingLink }) {
  const page = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const url = openableUrl(link.url)
  const isAsked = !link.isTrusted || url === null

  useEffect(() => {
    if (!isAsked) return whenVisible(() => void openTrusted(page, link.id))
    return showDialog(dialog.current)
  }, [page, link.id, isAsked])

  async function answer(open: boolean): Promise<void> {
    // Closed before it goes away, so that the browser gives the focus back to where it was.
    dialog.current?.close()
    const isAnswered = await answerLink(page, link.id, open)
    if (!isAnswered) dialog.current?.showModal()
  }

  if (!isAsked) return null
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="link-title"
      onCancel={(event) => {
        event.preventDefault()
        void answer(false)
      }}
    >
      <h2 id="link-title">{url === null ? 'This address cannot be opened' : 'Open this address?'}</h2>
      <p>
        <strong>{link.app}</strong> {url === null ? 'wants to open something that is not a web page:' : 'wants to open a page in a new tab:'}
      </p>
      <p class="dialog-url mono">{url ?? link.url}</p>
      <div class="actions">
        {url === null ? null : (
          <button type="button" class="button primary" onClick={() => void answer(true)}>
            Open in a new tab
          </button>
        )}
        <button type="button" class="button" autofocus onClick={() => void answer(false)}>
          Do not open
        </button>
      </div>
    </dialog>
  )
}

async function answerLink(page: Page, linkId: string, open: boolean): Promise<boolean> {
  const reply = await page.run('/api/link', { linkId, open })
  if (open && reply.ok) openInNewTab(reply.answer.url)
  return reply.ok
}

/** Without a word when it was answered already: by another tab, which has opened it. */
async function openTrusted(page: Page, linkId: string): Promise<void> {
  const reply = await page.api.post('/api/link', { linkId, open: true })
  if (reply.ok) openInNewTab(reply.answer.url)
}

function openInNewTab(address: string | null): void {
  const url = address === null ? null : openableUrl(address)
  if (url !== null) window.open(url, '_blank', 'noopener,noreferrer')
}
