import { useId, useState } from 'preact/hooks'
import type { ManualTool } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { ArgumentInput } from './argument-input.tsx'
import { focusComposer } from './focus-composer.ts'

/** The person chooses the model's tool, with a form made from its input schema. */
export function ManualCall({ tools }: { tools: ManualTool[] }) {
  const [chosen, setChosen] = useState(0)
  const selectId = useId()
  const tool = tools[chosen] ?? tools[0]
  const isOneApp = new Set(tools.map(({ app }) => app)).size === 1
  return (
    <>
      <div class="field manual-tool">
        <label for={selectId}>Tool</label>
        <select id={selectId} value={String(chosen)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {tools.map(({ app, name, title }, index) => (
            <option key={`${app} ${name}`} value={String(index)}>
              {isOneApp ? `${title} (${name})` : `${app}: ${title} (${name})`}
            </option>
          ))}
        </select>
        {tool === undefined || tool.description === '' ? null : <p class="field-help">{tool.description}</p>}
      </div>
      {tool === undefined ? null : <CallForm key={`${tool.app} ${tool.name}`} tool={tool} />}
    </>
  )
}

function CallForm({ tool }: { tool: ManualTool }) {
  const page = usePage()
  const formId = useId()
  const [fields, setFields] = useState(() => Object.fromEntries(tool.fields.map((field) => [field.name, field.proposed])))
  const [problem, setProblem] = useState<{ path: string; message: string } | null>(null)

  async function call(): Promise<void> {
    setProblem(null)
    const reply = await page.run('/api/model/call', { app: tool.app, tool: tool.name, fields })
    if (reply.ok) return focusComposer()
    if (reply.failure.path === undefined) return
    setProblem({ path: reply.failure.path, message: reply.failure.message })
    document.getElementById(`${formId}-${reply.failure.path}`)?.focus()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void call()
      }}
    >
      {tool.fields.map((field) => (
        <ArgumentInput
          key={field.name}
          id={`${formId}-${field.name}`}
          field={field}
          value={fields[field.name] ?? ''}
          problem={problem?.path === field.name ? problem.message : null}
          onChange={(value) => setFields((current) => ({ ...current, [field.name]: value }))}
        />
      ))}
      {tool.fields.length === 0 ? <p class="quiet">This tool takes no arguments.</p> : null}
      <div class="actions">
        <button type="submit" class="button primary">
          Call it
        </button>
      </div>
    </form>
  )
}
