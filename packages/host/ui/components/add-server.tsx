import { useState } from 'preact/hooks'
import { usePage } from '../store/page.ts'

/** Connects to any MCP server by its address, until the host ends. */
export function AddServer() {
  const page = usePage()
  const [mcpUrl, setMcpUrl] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function add(): Promise<void> {
    if (isBusy || mcpUrl.trim() === '') return
    setBusy(true)
    const reply = await page.api.post('/api/apps/add', { mcpUrl: mcpUrl.trim() })
    setBusy(false)
    setProblem(reply.ok ? null : reply.failure.message)
    if (reply.ok) setMcpUrl('')
  }

  return (
    <form
      class="add-server"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div class="field">
        <label for="add-server">Another server</label>
        <div class="add-server-line">
          <input
            id="add-server"
            type="url"
            placeholder="http://localhost:8000/mcp"
            value={mcpUrl}
            aria-invalid={problem === null ? undefined : 'true'}
            aria-describedby="add-server-help"
            onInput={(event) => setMcpUrl(event.currentTarget.value)}
          />
          <button type="submit" class="button" aria-disabled={isBusy}>
            {isBusy ? 'Connecting…' : 'Connect'}
          </button>
        </div>
        <p id="add-server-help" class={`field-help ${problem === null ? '' : 'field-problem'}`}>
          {problem ?? 'By the address of its MCP endpoint; forgotten when this host ends.'}
        </p>
      </div>
    </form>
  )
}
