import { useRef, useState } from 'preact/hooks'
import type { HostState } from '../../src/api/host-state.ts'
import { isAsking } from '../../src/page/page-state.ts'
import { usePage } from '../store/page.ts'
import { focusComposer } from './focus-composer.ts'
import { Icon } from './icon.tsx'

export function Composer({ host, isUnderView }: { host: HostState; isUnderView: boolean }) {
  const page = usePage()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const { busy } = host.conversation

  async function send(): Promise<void> {
    const message = text.trim()
    if (message === '') return field.current?.focus()
    setText('')
    const reply = await page.run('/api/message', { text: message })
    // A sentence that did not arrive goes back to where it was typed, unless something new stands there.
    if (!reply.ok) setText((current) => (current === '' ? message : current))
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

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {isUnderView ? <LastAnswer host={host} /> : null}
      <div class="composer-box">
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
        />
        {busy ? (
          <button type="button" class="button icon-only" aria-label="Stop" title="Stop" onClick={stop}>
            <Icon name="stop" />
          </button>
        ) : null}
        <button type="submit" class="button icon-only primary" aria-label="Send" title="Send" aria-disabled={text.trim() === ''}>
          <Icon name="send" />
        </button>
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
function waitingFor({ conversation: { busy, queued, entries } }: HostState): string | null {
  if (queued > 0) return `The model is working; ${queued} ${queued === 1 ? 'message waits' : 'messages wait'}.`
  if (entries.some(isAsking)) return 'Your answer is needed above.'
  return busy ? 'The model is working; a message sent now waits its turn.' : null
}
