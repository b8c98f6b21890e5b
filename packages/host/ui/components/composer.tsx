import { useEffect, useRef, useState } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import { keepDraft, pageStorage, takeDraft } from '../../src/page/kept-draft.ts'
import { isAsking } from '../../src/page/page-state.ts'
import { usePage } from '../store/page.ts'
import { whenVisible } from '../store/when-visible.ts'
import { ContextChips } from './context-chips.tsx'
import { FileChip } from './file-chip.tsx'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'
import { useAttachments } from './use-attachments.ts'
import { useFileDrop } from './use-file-drop.ts'

export function Composer({ host, isUnderView }: { host: HostState; isUnderView: boolean }) {
  const page = usePage()
  const { id: conversationId, busy } = host.conversation
  const [text, setText] = useState(() => takeDraft(pageStorage(), conversationId))
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const attachments = useAttachments()
  const { draft } = host
  const canSend = (text.trim() !== '' || attachments.list.length > 0) && !attachments.isSending

  const isOver = useFileDrop((files) => {
    attachments.add(files)
    field.current?.focus()
  })
  // The page goes, perhaps to be loaded anew because the host was started again. Kept only then: a key pressed costs nothing.
  useEffect(() => {
    const keep = (): void => keepDraft(pageStorage(), conversationId, text)
    window.addEventListener('pagehide', keep)
    return () => window.removeEventListener('pagehide', keep)
  }, [conversationId, text])
  // What a view wrote for the person to send comes into the field once.
  useEffect(() => {
    if (draft === null) return undefined
    return whenVisible(() => {
      setText((current) => (current.trim() === '' ? draft.text : `${current}\n${draft.text}`))
      field.current?.focus()
      void page.run('/api/draft/taken', { draftId: draft.id })
    })
  }, [page, draft])

  async function send(): Promise<void> {
    if (!canSend) return field.current?.focus()
    const message = text.trim()
    const { list } = attachments
    setText('')
    attachments.clear()
    const fileIds = list.flatMap(({ fileId }) => fileId ?? [])
    const reply = await page.run('/api/message', fileIds.length === 0 ? { text: message } : { text: message, fileIds })
    if (reply.ok) return
    // A sentence that did not arrive goes back to where it was typed, unless something new stands there.
    setText((current) => (current === '' ? message : current))
    attachments.restore(list)
  }

  function stop(): void {
    focusComposer()
    void page.run('/api/stop', {})
  }

  function sendOnEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void send()
  }

  /** Takes files from the clipboard; where there is text too (a copied table comes with its picture), the text is meant. */
  function paste(event: ClipboardEvent): void {
    const { clipboardData: data } = event
    if (data === null || data.files.length === 0 || data.types.includes('text/plain')) return
    event.preventDefault()
    attachments.add(data.files)
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {isUnderView ? <LastAnswer host={host} /> : null}
      <ContextChips instances={host.instances} />
      <div class="composer-box" data-over={isOver}>
        {attachments.list.length === 0 ? null : (
          <ul class="file-chips" aria-label="Attached files">
            {attachments.list.map(({ key, name, sizeBytes, fileId }) => (
              <FileChip
                key={key}
                name={name}
                sizeBytes={sizeBytes}
                locale={host.settings.locale}
                isSending={fileId === null}
                onRemove={() => {
                  attachments.remove(key)
                  field.current?.focus()
                }}
              />
            ))}
          </ul>
        )}
        <div class="composer-line">
          <button
            type="button"
            class="button icon-only attach"
            aria-label="Attach files"
            title="Attach files"
            onClick={() => picker.current?.click()}
          >
            <Icon name="attach" />
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to attach"
            onChange={(event) => {
              attachments.add(event.currentTarget.files ?? [])
              event.currentTarget.value = ''
              field.current?.focus()
            }}
          />
          <label class="sr-only" for="composer">
            Message
          </label>
          <textarea
            id="composer"
            ref={field}
            rows={1}
            placeholder="Ask something"
            aria-describedby="composer-hint"
            dir="auto"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={sendOnEnter}
            onPaste={paste}
          />
          {busy ? (
            <button type="button" class="button icon-only" aria-label="Stop" title="Stop" onClick={stop}>
              <Icon name="stop" />
            </button>
          ) : null}
          <button type="submit" class="button icon-only primary" aria-label="Send" title="Send" aria-disabled={!canSend}>
            <Icon name="send" />
          </button>
        </div>
      </div>
      <p id="composer-hint" class="composer-hint" data-busy={waitingFor(host) !== null}>
        {waitingFor(host) ?? 'Enter sends, Shift + Enter starts a new line'}
      </p>
    </form>
  )
}

/** A fullscreen view covers the conversation: what the model said last is shown here, so that nobody talks to a wall. */
function LastAnswer({ host }: { host: HostState }) {
  const last = host.conversation.entries.at(-1)
  return last?.kind === 'assistant' ? (
    <p class="composer-answer" role="note" aria-label="Last answer" tabIndex={0}>
      {last.text}
    </p>
  ) : null
}

/** What the conversation waits for, so that a message sent now is not answered at once; null when it waits for the person's next sentence. */
function waitingFor({ conversation: { busy, queued, entries }, manual }: HostState): string | null {
  if (manual !== null) return 'You are the model: it is your move above.'
  if (queued > 0) return `The model is working; ${queued} ${queued === 1 ? 'message waits' : 'messages wait'}.`
  if (entries.some(isAsking)) return 'Your answer is needed above.'
  return busy ? 'The model is working; a message sent now waits its turn.' : null
}
