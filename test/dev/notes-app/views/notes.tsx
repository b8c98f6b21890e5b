import { renderView, useToolResult } from '@lockstep/react'
import { Counter } from './counter.tsx'
import './notes.css'

function greetingOf(value: unknown): string {
  return typeof value === 'string' ? value : 'waiting'
}

function Notes() {
  const result = useToolResult()
  return (
    <main>
      <h2>Notes one</h2>
      <p id="greeting">{greetingOf(result?.structuredContent?.['greeting'])}</p>
      <Counter />
    </main>
  )
}

renderView(<Notes />)
