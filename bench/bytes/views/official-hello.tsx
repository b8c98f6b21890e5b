import { useApp } from '@modelcontextprotocol/ext-apps/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

/** The same view as `our-hello.tsx`, as the official package's own example does it. */
function Hello() {
  const [result, setResult] = useState<unknown>(null)
  const { app } = useApp({
    appInfo: { name: 'hello', version: '1.0.0' },
    capabilities: {},
    onAppCreated: (created) => {
      created.ontoolresult = (params) => setResult(params.structuredContent)
    },
  })
  return (
    <main>
      <p>{JSON.stringify(result)}</p>
      <button type="button" onClick={() => void app?.callServerTool({ name: 'next', arguments: {} })}>
        Next
      </button>
    </main>
  )
}

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<Hello />)
