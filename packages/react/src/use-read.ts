import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ToolFailure, ToolOutcome, ToolSuccess } from './tool-outcome.ts'
import { askTool } from './use-tool.ts'
import { useRuntime } from './use-view.ts'

type Fields = Readonly<Record<string, unknown>>

export interface ReadOptions<Data = Fields, Private = Fields> {
  /** What the tool result brought already; null = it is on its way. With it nothing is fetched until `refresh`, or another input. A newer one counts. */
  initial?: ToolOutcome<Data, Private> | null
  /** False = ask nothing yet. Default true. */
  isEnabled?: boolean
}

export interface Read<Data = Fields, Private = Fields> {
  /** `idle` before anything is asked; `failed` and `loading` keep what was read last. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed'
  /** The last that came; null before the first. */
  readonly data: Readonly<Data> | null
  readonly private: Readonly<Partial<Private>> | null
  readonly text: string
  /** Why the last attempt gave nothing. */
  readonly failure: ToolFailure | null
  /** True while `data` belongs to another input or an attempt after it failed. */
  readonly isStale: boolean
  /** Asks anew; resolves with what came, never rejects. Of several the last one counts. */
  readonly refresh: () => Promise<ToolOutcome<Data, Private>>
}

interface ReadState<Data, Private> {
  /** Input the last answer belongs to. */
  readonly key: string
  readonly isLoading: boolean
  readonly outcome: ToolOutcome<Data, Private> | null
  readonly last: ToolSuccess<Data, Private> | null
  readonly initial: ToolOutcome<Data, Private> | null
}

/** Data of a read tool, asked for when the view mounts and when the input (JSON) changes; equal inputs are one. */
export function useRead<Data = Fields, Private = Fields>(
  tool: string,
  input: unknown,
  options: ReadOptions<Data, Private> = {},
): Read<Data, Private> {
  const { callTool } = useRuntime()
  const { initial = null, isEnabled = true } = options
  const hasInitial = options.initial !== undefined
  const key = JSON.stringify([tool, input])
  const [firstKey] = useState(key)
  const [kept, setKept] = useState<ReadState<Data, Private>>(() => settle(BLANK, firstKey, initial, initial))
  const state = kept.initial === initial || initial === null ? kept : settle(kept, firstKey, initial, initial)
  if (state !== kept) setKept(state)
  const newest = useRef(0)

  const ask = useCallback(async () => {
    const asked = (newest.current += 1)
    const [name, args] = JSON.parse(key) as [string, Fields]
    const outcome = await askTool<Data, Private>(() => callTool(name, args))
    if (asked === newest.current) setKept((before) => settle(before, key, outcome, before.initial))
    return outcome
  }, [callTool, key])

  const refresh = useCallback(() => {
    setKept((before) => ({ ...before, isLoading: true }))
    return ask()
  }, [ask])

  const isDue = isEnabled && (state.key !== key || (state.outcome === null && !hasInitial))
  useEffect(() => {
    if (isDue) void ask()
  }, [isDue, ask])

  return useMemo(() => {
    const { isLoading, outcome, last } = state
    const failure = state.key === key ? (outcome?.failure ?? null) : null
    const isWaiting = isLoading || (isEnabled && (outcome === null || state.key !== key))
    const status = isWaiting ? 'loading' : failure !== null ? 'failed' : outcome === null ? 'idle' : 'ready'
    const isStale = last !== null && (state.key !== key || failure !== null)
    return { status, data: last?.data ?? null, private: last?.private ?? null, text: outcome?.text ?? '', failure, isStale, refresh }
  }, [state, key, isEnabled, refresh])
}

const BLANK = { key: '', isLoading: false, outcome: null, last: null, initial: null }

function settle<Data, Private>(
  before: ReadState<Data, Private>,
  key: string,
  outcome: ToolOutcome<Data, Private> | null,
  initial: ToolOutcome<Data, Private> | null,
): ReadState<Data, Private> {
  return { key, isLoading: false, outcome, last: outcome === null || outcome.failure !== null ? before.last : outcome, initial }
}
