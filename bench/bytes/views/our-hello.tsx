import { renderView, useCallTool, useToolResult } from '@lockstep/react'

/** The least view that does something: shows what its tool answered and calls another. `official-hello.tsx` is the same. */
function Hello() {
  const result = useToolResult()
  const callTool = useCallTool()
  return (
    <main>
      <p>{JSON.stringify(result?.structuredContent ?? null)}</p>
      <button type="button" onClick={() => void callTool('next', {})}>
        Next
      </button>
    </main>
  )
}

renderView(<Hello />, { appInfo: { name: 'hello', version: '1.0.0' } })
