import { useMemo, useSyncExternalStore } from 'react'
import { useKept } from './use-kept.ts'
import { useLatest } from './use-latest.ts'
import { useViewServices } from './view-context.ts'
import { createWriteController, type WriteController, type WriteOptions } from './write-controller.ts'
import type { WriteState } from './write-state.ts'

export type { WriteOptions } from './write-controller.ts'

type Fields = Readonly<Record<string, unknown>>

export interface Write<Input = Fields, Data = Fields, Private = Fields> extends Pick<
  WriteController<Input, Data, Private>,
  'run' | 'confirm' | 'cancel' | 'retry'
> {
  readonly state: WriteState<Data, Private>
  /** A call is under way: the control that started it shows so, and is not disabled (the focus would be lost). */
  readonly isPending: boolean
}

/**
 * A write that a person makes: one gesture is one operation, however often it is pressed, sent or, after a remount, tried again. The tool keeps its
 * drafts when it fails; when it succeeds `reconcile` says what is brought in line.
 */
export function useWrite<Input = Fields, Data = Fields, Private = Fields>(
  tool: string,
  options: WriteOptions<Input, Data> = {},
): Write<Input, Data, Private> {
  const { runtime, environment, announcer, report } = useViewServices()
  const latest = useLatest(options)
  const { key = tool } = options
  const controller = useKept(
    () =>
      createWriteController<Input, Data, Private>({
        runtime,
        environment,
        announce: announcer.announce,
        report,
        tool,
        key,
        options: () => latest.current,
      }),
    [runtime, environment, announcer, report, tool, key, latest],
  )
  const state = useSyncExternalStore(controller.subscribe, controller.getState, controller.getState)
  return useMemo(() => {
    const { run, confirm, cancel, retry } = controller
    return { state, isPending: state.kind === 'pending', run, confirm, cancel, retry }
  }, [controller, state])
}
