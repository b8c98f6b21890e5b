import { useId, useState } from 'preact/hooks'

/** The person writes what the model says. */
export function ManualAnswer({ onAnswer }: { onAnswer(text: string): Promise<void> }) {
  const id = useId()
  const [text, setText] = useState('')
  const isEmpty = text.trim() === ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty) void onAnswer(text.trim())
      }}
    >
      <div class="field">
        <label for={id}>What the model says</label>
        <textarea id={id} rows={3} dir="auto" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </div>
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={isEmpty}>
          Say it
        </button>
      </div>
    </form>
  )
}
