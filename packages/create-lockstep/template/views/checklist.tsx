import { createView, renderView, useDocument, useFocusKeeper } from '@lockstep/react'
import type { createChecklistApp } from '../server/app.ts'
import { checklistSpec, tasksOf, withDone } from '../shared/checklist.ts'
import './checklist.css'

const { useToolResult, useWrite } = createView<typeof createChecklistApp, 'checklist'>()

const STATUS = { saved: 'Saved', saving: 'Saving…', retrying: 'Not saved yet, trying again', failed: 'Could not be saved' }

/** The button that was pressed is gone when the question comes: the focus goes to the way out. */
const focus = (button: HTMLButtonElement | null) => button?.focus()

function Checklist() {
  const result = useToolResult()
  const list = useDocument(checklistSpec)
  const clear = useWrite('clear_done', { words: { success: 'Removed what was done.' } })
  const region = useFocusKeeper<HTMLElement>()

  if (result === null) return <p className="waiting">Opening the checklist…</p>
  if (result.failure !== null) return <p role="alert">{result.failure.message}</p>
  if (list === null) return <p role="alert">This host does not hand on what the view needs. Open it in ChatGPT or with “lockstep dev”.</p>

  const tasks = tasksOf(list.value)
  const doneCount = tasks.filter(({ isDone }) => isDone).length

  /** What a person has ticked is on its way first, so that the server counts what they see. */
  async function removeDone() {
    await list?.flush()
    await clear.run({})
  }
  async function remove() {
    const { kind } = await clear.confirm()
    if (kind === 'success') await list?.refresh()
  }

  return (
    <main ref={region}>
      <h1 tabIndex={-1} data-focus-fallback="">
        Checklist
      </h1>
      {tasks.length === 0 ? <p>Nothing to do. Ask for something to be put here.</p> : null}
      <ul>
        {tasks.map(({ id, text, isDone }) => (
          <li key={id} data-focus-row="">
            <label>
              <input
                type="checkbox"
                data-focus-control="tick"
                checked={isDone}
                onChange={(event) => list.edit((now) => withDone(now, id, event.currentTarget.checked))}
              />
              <span className={isDone ? 'done' : ''}>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      <footer>
        <p role="status">{STATUS[list.sync.kind]}</p>
        {list.canUndo ? (
          <button type="button" onClick={list.undo}>
            Undo
          </button>
        ) : null}
        {list.sync.kind === 'failed' ? (
          <button type="button" onClick={list.sync.discard}>
            Drop what could not be saved
          </button>
        ) : null}
        {clear.state.kind === 'confirming' ? (
          <span role="group" aria-label={clear.state.question}>
            {clear.state.question}{' '}
            <button type="button" ref={focus} onClick={clear.cancel}>
              Keep them
            </button>{' '}
            <button type="button" className="danger" onClick={() => void remove()}>
              Remove
            </button>
          </span>
        ) : doneCount > 0 ? (
          <button type="button" onClick={() => void removeDone()}>
            Remove what is done
          </button>
        ) : null}
        {clear.state.kind === 'error' || clear.state.kind === 'unknown' ? (
          <p role="alert">
            {clear.state.failure.message}{' '}
            <button type="button" onClick={() => void clear.retry()}>
              Try again
            </button>
          </p>
        ) : null}
      </footer>
    </main>
  )
}

renderView(<Checklist />, { appInfo: { name: '__NAME__', version: '0.1.0' } })
