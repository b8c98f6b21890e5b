import { useState } from 'preact/hooks'
import type { ToolEntry } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { ArgumentInput } from './argument-input.tsx'
import { Icon } from './icon.tsx'
import { useArrivalFocus } from './use-arrival-focus.ts'

/** Asks the person for the arguments that the model could only guess. */
export function ArgumentsCard({ entry }: { entry: ToolEntry }) {
  const page = usePage()
  const card = useArrivalFocus(entry)
  const [fields, setFields] = useState(() => Object.fromEntries(entry.fields.map((field) => [field.name, field.proposed])))
  const [problem, setProblem] = useState<{ path: string; message: string } | null>(null)
  const titleId = `arguments-${entry.id}`

  async function run(): Promise<void> {
    setProblem(null)
    const reply = await page.run('/api/arguments', { entryId: entry.id, fields })
    if (reply.ok || reply.failure.path === undefined) return
    setProblem({ path: reply.failure.path, message: reply.failure.message })
    document.getElementById(inputId(entry, reply.failure.path))?.focus()
  }

  return (
    <div class="ask" role="group" aria-labelledby={titleId} tabIndex={-1} ref={card}>
      <h2 id={titleId}>
        <Icon name="info" /> Run “{entry.title}” with these arguments?
      </h2>
      {entry.reason === null ? null : <p>{entry.reason}</p>}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        {entry.fields.map((field) => (
          <ArgumentInput
            key={field.name}
            id={inputId(entry, field.name)}
            field={field}
            value={fields[field.name] ?? ''}
            problem={problem?.path === field.name ? problem.message : null}
            onChange={(value) => setFields((current) => ({ ...current, [field.name]: value }))}
          />
        ))}
        {entry.fields.length === 0 ? <p class="quiet">This tool takes no arguments.</p> : null}
        <div class="actions">
          <button type="submit" class="button primary">
            Run
          </button>
          <button type="button" class="button" onClick={() => void page.run('/api/decline', { entryId: entry.id })}>
            Cancel
          </button>
        </div>
      </form>
    </div>
  )
}

function inputId(entry: ToolEntry, name: string): string {
  return `argument-${entry.id}-${name}`
}
