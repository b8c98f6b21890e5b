import { useCallback } from 'react'
import { failureOf, readOutcome, type ToolOutcome } from './tool-outcome.ts'
import { useKept } from './use-kept.ts'
import { useRuntime, useToolResult } from './use-view.ts'

type Fields = Readonly<Record<string, unknown>>

/** The result this view renders, sorted by who may see what; null until it arrives. The same object while the result is the same. */
export function useOutcome<Data = Fields, Private = Fields>(): ToolOutcome<Data, Private> | null {
  const result = useToolResult()
  return useKept(() => (result === null ? null : readOutcome<Data, Private>(result)), [result])
}

/** Calls one tool; stable, and never rejects. */
export function useTool<Data = Fields, Private = Fields>(tool: string): (input: unknown) => Promise<ToolOutcome<Data, Private>> {
  const { callTool } = useRuntime()
  return useCallback((input) => askTool<Data, Private>(() => callTool(tool, { ...(input as Fields) })), [callTool, tool])
}

/** The outcome of a call, a rejection too. */
export async function askTool<Data, Private>(call: () => Promise<Parameters<typeof readOutcome>[0]>): Promise<ToolOutcome<Data, Private>> {
  try {
    return readOutcome<Data, Private>(await call())
  } catch (error) {
    const failure = failureOf(error)
    return { data: null, private: {}, failure, text: failure.message, isReplayed: false, raw: { content: [], isError: true } }
  }
}
