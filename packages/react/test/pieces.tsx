import { StrictMode, useState } from 'react'
import { Announcer, ConfirmButton, renderView, useAnnounce, useDocument, useFocusKeeper, useHostContext, ViewErrorBoundary } from '@lockstep/react'
import { counters, type DocumentSpec, type SyncChannel } from '@lockstep/sync'

const spec: DocumentSpec = { name: 'list', fields: { lines: counters({ max: 99 }) } }
const snapshot = { documentId: 'd_1', epoch: 'e1', revision: 1, value: { lines: { apple: 1, bread: 1, milk: 1 } } }
let revision = 1
const sent: unknown[] = []
const channel: SyncChannel = {
  send: async (mutation) => {
    sent.push(mutation)
    revision += 1
    return { ...snapshot, revision, value: mutation.value, mutationId: mutation.mutationId, status: 'applied', conflicts: [], changes: [] }
  },
  fetchSnapshot: () => new Promise(() => {}),
}
Object.assign(window, { sent })

/** Every piece of @lockstep/react that needs a browser to be seen working. */
function Pieces() {
  const { theme } = useHostContext()
  const { value, edit, undo, sync, revision: shown } = useDocument({ spec, documentId: 'd_1', snapshot, channel })
  const region = useFocusKeeper<HTMLElement>()
  const announce = useAnnounce()
  const set = (lines: Record<string, number | string>) => edit((before) => ({ ...before, lines }))
  const without = (id: string) => Object.fromEntries(Object.entries(value['lines'] ?? {}).filter(([line]) => line !== id))
  return (
    <main ref={region} data-theme-seen={theme} data-sync={sync.kind} data-revision={shown}>
      <h1 data-focus-fallback tabIndex={-1}>
        List
      </h1>
      <ul>
        {Object.keys(value['lines'] ?? {}).map((id) => (
          <li key={id} data-focus-row>
            <button
              type="button"
              data-focus-control="more"
              aria-label={`More ${id}`}
              onClick={() => set({ ...value['lines'], [id]: Number(value['lines']?.[id]) + 1 })}
            >
              {value['lines']?.[id]}
            </button>
            <button
              type="button"
              data-focus-control="remove"
              aria-label={`Remove ${id}`}
              onClick={() => {
                set(without(id))
                announce(`${id} removed`)
              }}
            >
              x
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => undo()}>
        Undo
      </button>
      <ConfirmButton question="Clear the list?" confirmLabel="Clear it" onConfirm={() => set({})}>
        Clear
      </ConfirmButton>
      <ViewErrorBoundary>
        <Fragile />
      </ViewErrorBoundary>
      <Announcer />
    </main>
  )
}

function Fragile() {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) throw new Error('broken on purpose')
  return (
    <button type="button" onClick={() => setBroken(true)}>
      Break
    </button>
  )
}

renderView(
  <StrictMode>
    <Pieces />
  </StrictMode>,
)
