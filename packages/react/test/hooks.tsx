import { StrictMode, useId, useState } from 'react'
import type { TypedTool } from '@lockstep/contract'
import {
  Announcer,
  createView,
  ModalDialog,
  renderView,
  useDisplayMode,
  useDocument,
  useFiles,
  useFollowUp,
  useModal,
  useViewState,
  ViewErrorBoundary,
} from '@lockstep/react'
import { counters, type DocumentSpec } from '@lockstep/sync'

interface Note {
  id: string
  title: string
}
type Tools = [
  TypedTool<'list_notes', { folder?: string }, { notes: Note[] }, { folders: string[] }, 'read', 'notes'>,
  TypedTool<'save_note', Note, { note: Note }, object, 'write', null>,
  TypedTool<'drop_note', { id: string }, object, object, 'destroy', null>,
]
const { useToolResult, useRead, useWrite } = createView<Tools, 'notes'>()

/** A small view that uses every hook there is; what it shows is what its test looks at. */
function Notes() {
  const opened = useToolResult()
  const list = useRead('list_notes', {}, { initial: opened })
  const [state, setState] = useViewState<{ draft: string; isBroken: boolean }, { selected: string | null }>({
    private: { draft: '', isBroken: false },
    model: { selected: null },
  })
  const { draft } = state.private
  const { selected } = state.model
  const save = useWrite('save_note', {
    reconcile: { refresh: [list], clear: ['draft'], selection: { key: 'selected', isValid: (id, { note }) => id === null || id === note.id } },
  })
  const drop = useWrite('drop_note', { reconcile: { refresh: [list] }, words: { success: 'Deleted.' } })
  const draftId = useId()

  if (list.data === null) return <p aria-busy="true">{list.failure?.message ?? 'Loading…'}</p>
  return (
    <main data-read={list.status} data-save={save.state.kind} data-folders={list.private?.folders?.join()}>
      <ul>
        {list.data.notes.map(({ id, title }) => (
          <li key={id}>
            <button type="button" aria-pressed={selected === id} onClick={() => setState({ model: { selected: id } })}>
              {title}
            </button>
          </li>
        ))}
      </ul>
      <label htmlFor={draftId}>Title</label>
      <input id={draftId} value={draft} onChange={({ currentTarget }) => setState({ private: { draft: currentTarget.value } })} />
      <button type="button" onClick={() => void save.run({ id: selected ?? 'new', title: draft })}>
        Save
      </button>
      {save.state.kind === 'error' || save.state.kind === 'unknown' ? (
        <p role="alert">
          {save.state.failure.message}
          <button type="button" onClick={() => void save.retry()}>
            Retry
          </button>
        </p>
      ) : null}
      {drop.state.kind === 'confirming' ? (
        <div role="group" aria-label={drop.state.question}>
          <button type="button" onClick={drop.cancel}>
            Keep it
          </button>
          <button type="button" onClick={() => void drop.confirm()}>
            Delete it
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => void drop.run({ id: selected ?? 'a' })}>
          Delete
        </button>
      )}
      <Extras />
      <Folder />
      <Board />
      <ViewErrorBoundary>
        <Fragile isBroken={state.private.isBroken} onBreak={(isBroken) => setState({ private: { isBroken } })} />
      </ViewErrorBoundary>
      <Announcer />
    </main>
  )
}

function Extras() {
  const [mode, requestMode, available] = useDisplayMode()
  const followUp = useFollowUp()
  const files = useFiles()
  const modal = useModal()
  return (
    <section data-mode={mode} data-modes={available.join()} data-follow-up={followUp.state} data-can-upload={files.can.upload}>
      <button type="button" onClick={() => void requestMode('pip')}>
        Float
      </button>
      <button type="button" onClick={() => void followUp.send('Sum it up.')}>
        Ask
      </button>
      <input
        type="file"
        multiple
        aria-label="Files"
        onChange={({ currentTarget }) => void files.upload(currentTarget.files ?? [], { accept: ['image/*'] })}
      />
      <ol>
        {files.uploads.map(({ key, name, state, failure }) => (
          <li key={key} data-upload={`${name} ${state} ${failure?.code ?? ''}`.trim()}>
            <button type="button" onClick={() => void files.retry(key)}>{`Again ${name}`}</button>
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => void modal.open({ title: 'Details', params: { id: 'a' } })}>
        Details
      </button>
      <ModalDialog modal={modal}>
        <p style={{ height: 600 }}>All about it</p>
        <button type="button" onClick={modal.close}>
          Close
        </button>
      </ModalDialog>
    </section>
  )
}

/** A read that follows an input. */
function Folder() {
  const [folder, setFolder] = useState('')
  const { status, data, failure, isStale, refresh } = useRead('list_notes', { folder }, { isEnabled: folder !== '' })
  return (
    <section data-folder={`${status} ${data?.notes.length ?? '-'} ${failure?.code ?? '-'} ${isStale ? 'stale' : 'fresh'}`}>
      <input aria-label="Folder" value={folder} onChange={({ currentTarget }) => setFolder(currentTarget.value)} />
      <button type="button" onClick={() => void refresh()}>
        Refresh
      </button>
    </section>
  )
}

const board = { name: 'vote-board', fields: { votes: counters({ max: 99 }), later: counters({ max: 9 }) } } satisfies DocumentSpec

/** A document that asks for nothing but its spec. */
function Board() {
  const document = useDocument(board)
  if (document === null) return null
  const { value, edit, sync, revision } = document
  return (
    <button
      type="button"
      data-sync={`${sync.kind} ${revision}`}
      onClick={() => edit((before) => ({ ...before, votes: { ...before.votes, tea: (before.votes['tea'] ?? 0) + 1 } }))}
    >
      {`Votes ${value.votes['tea'] ?? 0} ${Object.keys(value.later).length}`}
    </button>
  )
}

function Fragile({ isBroken, onBreak }: { isBroken: boolean; onBreak: (isBroken: boolean) => void }) {
  const [isOnce, setOnce] = useState(false)
  if (isBroken && !isOnce) {
    // the way out that a retry finds: what broke it is gone by then
    queueMicrotask(() => onBreak(false))
    throw new Error('broken on purpose')
  }
  return (
    <button type="button" onClick={() => (setOnce(false), onBreak(true))}>
      Break
    </button>
  )
}

renderView(
  <StrictMode>
    <Notes />
  </StrictMode>,
)
