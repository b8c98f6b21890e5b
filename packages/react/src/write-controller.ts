import type { ViewRuntime } from '@lockstep/view'
import type { Environment } from './environment.ts'
import { readKept, writeKept, type KeptOperation } from './kept-operations.ts'
import { draftsOf, reconcile, type Reconcile } from './reconcile.ts'
import type { ViewProblem } from './report-problem.ts'
import type { ToolFailure, ToolOutcome } from './tool-outcome.ts'
import { askTool } from './use-tool.ts'
import { judge, type WriteState } from './write-state.ts'

/** Milliseconds before an operation that the server is still at is asked about again, when it names no time. */
export const IN_PROGRESS_WAIT_MS = 1_000
/** How often it is asked before it counts as unknown. */
const IN_PROGRESS_TRIES = 10
/** Milliseconds within which a second press with the same input is the same gesture, though the first has had its answer. */
export const DOUBLE_CLICK_MS = 500
/** Milliseconds before what did not get through is sent once more. */
export const RESEND_WAIT_MS = 500

export interface WriteWords {
  /** Default "Saved.". */
  success: string
  /** Default: the failure's own message. */
  error: (failure: ToolFailure) => string
  /** Default: that it is not known, and that trying again is safe. */
  unknown: string
}

export interface WriteOptions<Input = Readonly<Record<string, unknown>>, Data = Readonly<Record<string, unknown>>> {
  /** Tells several writes of one tool apart, such as one per row. Default: the tool's name. */
  key?: string
  /** Asked in the view before anything is sent; null asks nothing. For what the server does not ask itself. */
  confirm?: (input: Input) => string | null
  /** `server`: an operation id goes with each call. `own`: the tool was declared `once: 'own'` and takes none. Default `server`. */
  once?: 'server' | 'own'
  /**
   * What a repeat with the same input is. `joins`: a double click, so nothing more, while the first is under way or DOUBLE_CLICK_MS old. `counts`: a gesture
   * of its own, as on a button that adds one more; it waits for its turn. Default `joins`.
   */
  sameInput?: 'joins' | 'counts'
  /** After a success. */
  reconcile?: Reconcile<Data>
  /** What the live region says; an empty text says nothing. */
  words?: Partial<WriteWords>
}

export interface WriteControllerOptions<Input, Data> {
  runtime: Pick<ViewRuntime, 'callTool' | 'getSnapshot' | 'setViewState'>
  environment: Pick<Environment, 'clock' | 'newId'>
  announce: (text: string, isNews: true) => void
  /** Told what a developer should mend. Default: nobody. */
  report?: (problem: ViewProblem) => void
  tool: string
  key: string
  /** The newest. */
  options: () => WriteOptions<Input, Data>
}

export interface WriteController<Input, Data, Private> {
  getState: () => WriteState<Data, Private>
  subscribe: (listener: () => void) => () => void
  /**
   * Sends it once: while one is under way the same input joins it (see `sameInput`), and another input waits for its end. Resolves with where it then stands (`confirming`
   * too), and never rejects. `operationId`: one made elsewhere, to go on with it.
   */
  run: (input: Input, options?: { operationId?: string }) => Promise<WriteState<Data, Private>>
  /** Yes to the question. */
  confirm: () => Promise<WriteState<Data, Private>>
  /** Back to `idle`: no to the question, or seen enough of how it ended. Does not take back what was sent. */
  cancel: () => void
  /** After `error` or `unknown`: the same again, under the same operation id unless that has had its answer. */
  retry: () => Promise<WriteState<Data, Private>>
}

interface Asked extends KeptOperation {
  readonly confirmation: string | null
}

/** One write's life in a view. What was sent and not answered is kept in the private view state, so a remount can ask about it under the same id. */
export function createWriteController<Input, Data, Private>(setup: WriteControllerOptions<Input, Data>): WriteController<Input, Data, Private> {
  type State = WriteState<Data, Private>
  const { runtime, environment, tool, key } = setup
  const { clock } = environment
  const listeners = new Set<() => void>()
  const kept = readKept(runtime, key, tool, clock.now())
  let asked: Asked | null = kept === null ? null : { ...kept, confirmation: null }
  let state: State = kept === null ? { kind: 'idle' } : { kind: 'unknown', failure: UNANSWERED }
  let running: { readonly wanted: string; readonly end: Promise<State> } | null = null
  let begun = { wanted: '', at: 0 }

  function show(next: State): State {
    state = next
    for (const listener of [...listeners]) listener()
    return next
  }

  function begin(operation: Asked): Promise<State> {
    const end = perform(operation).finally(() => {
      running = null
    })
    begun = { wanted: JSON.stringify(operation.input), at: clock.now() }
    running = { wanted: begun.wanted, end }
    return end
  }

  async function perform(operation: Asked): Promise<State> {
    const { words = {}, reconcile: rules = {} } = setup.options()
    const sent = draftsOf(runtime)
    asked = operation
    show({ kind: 'pending' })
    const { confirmation: _answered, ...keep } = operation
    writeKept(runtime, key, keep)
    const outcome = await ask(operation)
    const { failure } = outcome
    const verdict = failure === null ? DONE : judge(failure, outcome.isReplayed)
    if (failure === null || verdict.kind === 'done') {
      settle()
      show({ kind: 'success', answer: failure === null ? outcome : null })
      say(words.success ?? 'Saved.')
      await reconcile(runtime, { ...rules, ...setup.options().reconcile }, sent, outcome.data, setup.report)
      return state
    }
    if (verdict.kind === 'confirm') {
      // nothing has happened, and a token is no thing to keep
      writeKept(runtime, key, null)
      asked = { ...operation, confirmation: verdict.confirmation }
      return show({ kind: 'confirming', question: verdict.question })
    }
    if (verdict.kind !== 'wait' && verdict.isOver) settle(operation)
    if (verdict.kind !== 'failed') {
      say(words.unknown ?? 'It is not known yet whether this was saved. It is safe to try again.')
      return show({ kind: 'unknown', failure })
    }
    say(words.error?.(failure) ?? failure.message)
    return show({ kind: 'error', failure })
  }

  /** This operation has had its answer; `again`: another try is another operation with the same input. */
  function settle(again: Asked | null = null): void {
    writeKept(runtime, key, null)
    asked = again === null ? null : { ...again, operationId: environment.newId('op_'), confirmation: null }
  }

  function say(text: string): void {
    if (text !== '') setup.announce(text, true)
  }

  async function ask({ input, operationId, confirmation }: Asked): Promise<ToolOutcome<Data, Private>> {
    const isSafe = setup.options().once !== 'own'
    const args = { ...input, ...(isSafe ? { operationId } : {}), ...(confirmation === null ? {} : { confirmation }) }
    let hasResent = false
    for (let tries = 1; ; tries += 1) {
      const outcome = await askTool<Data, Private>(() => runtime.callTool(tool, args))
      const { failure } = outcome
      const isBusy = failure?.code === 'in_progress' && tries < IN_PROGRESS_TRIES
      const isLost: boolean = failure?.code === 'VIEW_TRANSPORT' && isSafe && !hasResent && runtime.getSnapshot().connection !== 'standalone'
      if (failure === null || (!isBusy && !isLost)) return outcome
      hasResent ||= isLost
      const waitMs = isLost ? RESEND_WAIT_MS : (failure.retryAfterMs ?? IN_PROGRESS_WAIT_MS)
      await new Promise<void>((resolve) => clock.setTimeout(resolve, waitMs))
    }
  }

  async function run(input: Input, { operationId }: { operationId?: string } = {}): Promise<State> {
    const wanted = JSON.stringify(input)
    const joins = setup.options().sameInput !== 'counts'
    if (running !== null) {
      if (joins && running.wanted === wanted) return running.end
      await running.end
      return run(input, operationId === undefined ? {} : { operationId })
    }
    if (joins && state.kind === 'success' && begun.wanted === wanted && clock.now() - begun.at < DOUBLE_CLICK_MS) return state
    const fields = { ...input } as Readonly<Record<string, unknown>>
    const isSame = asked !== null && JSON.stringify(asked.input) === wanted && (operationId ?? asked.operationId) === asked.operationId
    if (asked !== null && isSame && state.kind === 'confirming') return state
    const operation: Asked =
      asked !== null && isSame && state.kind !== 'success'
        ? asked
        : { tool, input: fields, operationId: operationId ?? environment.newId('op_'), at: clock.now(), confirmation: null }
    const question = isSame ? null : (setup.options().confirm?.(input) ?? null)
    if (question === null) return begin(operation)
    asked = operation
    return show({ kind: 'confirming', question })
  }

  async function again(kinds: ReadonlyArray<State['kind']>): Promise<State> {
    if (running !== null) return running.end
    return asked === null || !kinds.includes(state.kind) ? state : begin(asked)
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run,
    confirm: () => again(['confirming']),
    cancel: () => {
      if (running !== null) return
      settle()
      show({ kind: 'idle' })
    },
    retry: () => again(['error', 'unknown']),
  }
}

const DONE = { kind: 'done' } as const

const UNANSWERED: ToolFailure = {
  code: 'unanswered',
  message: 'This was sent before, and no answer came. It is safe to try again.',
  path: null,
  retryAfterMs: null,
  details: {},
}
