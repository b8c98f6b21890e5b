import type { Decision, DocumentStore, Loaded, Want, Write } from '@lockstep/sync'
import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import { isOutcomeUnknown } from '../stores/is-outcome-unknown.ts'
import type { OperationKey } from './operation-key.ts'
import {
  isOtherCaller,
  keptAnswer,
  OPERATION_KIND,
  parseOperation,
  type Caller,
  type OperationRecord,
  type StartedOperation,
} from './operation-record.ts'
import { answerNotKept, inProgress, operationConflict, outcomeUnknown, replayed } from './operation-repeat.ts'
import type { Operation } from './operation.ts'
import { resultOfReply } from './reply-result.ts'
import type { Tool } from './tool.ts'

/** Milliseconds that a call may take beyond its time limit, and clocks of two processes may differ, before its outcome counts as unknown. */
const LEASE_MARGIN_MS = 5_000

export interface OperationsOptions {
  /** Where operations are kept: the app's own store, so that `finish` can share a transaction. */
  store: DocumentStore
  now(): number
  newId(prefix: string): string
  newErrorId(): string
  logger: Logger
}

export interface OperationCall {
  key: OperationKey
  tool: Tool
  /** Hash of the arguments. */
  args: string
  caller: Caller
  /** Milliseconds the call may take. */
  timeoutMs: number
}

export type ToolResult = CallToolResult | InputRequiredResult

/** How a run ended: with an answer to keep; with nothing changed, so that the id is free again; or so that nobody knows. `cause` is what was thrown. */
export type Effect =
  | { readonly kind: 'answer'; readonly result: CallToolResult }
  | { readonly kind: 'nothing'; readonly result: ToolResult; readonly cause?: unknown }
  | { readonly kind: 'unknown'; readonly result: CallToolResult; readonly cause?: unknown }

/** What a call comes to: how its run ended, or what is told of a run before it. */
type Outcome = Effect | { readonly kind: 'told'; readonly result: CallToolResult }

/** A call that is being carried out in this process. */
interface Running {
  readonly call: OperationCall
  readonly outcome: Promise<Outcome>
  /** Milliseconds since the epoch at which the store forgets a run that never ended, and so does this process. */
  readonly until: number
}

type Run = (operation: Operation) => Promise<Effect>

export interface Operations {
  /** What a repeat of a known operation gets; null = nobody has begun it, or it was begun with other arguments under a confirmation. */
  meet(call: OperationCall): Promise<ToolResult | null>
  /** Runs it unless it is known. Rejects with what `run` rejects with, which frees the id, and when the store cannot take it: then nothing ran. */
  once(call: OperationCall, run: Run): Promise<ToolResult>
  /** Runs a call without a key: it counts each time, and nothing is kept. */
  each(run: Run): Promise<ToolResult>
}

/** Sees to it that what is meant once is done once, over repeats, parallel calls, processes and restarts. */
export function createOperations({ store, now, newId, newErrorId, logger }: OperationsOptions): Operations {
  const instance = newId('i')
  /** Of this process. */
  const runs = new Map<string, Running>()
  /** Ids whose begin may have been written although it was answered with an error, and until when: they never ran. */
  const neverRan = new Map<string, number>()

  function runningOf({ key: { id } }: OperationCall): Running | null {
    const running = runs.get(id)
    return running === undefined || running.until <= now() ? null : running
  }

  async function meet(call: OperationCall): Promise<ToolResult | null> {
    const running = runningOf(call)
    if (running !== null) return meetRunning(running, call)
    const found = await find(call)
    if (found === null) return null
    if (!isOurs(found)) return answerTo(found, call)
    // begun while the store was looking; or ended meanwhile, and then it is looked at once more
    const begun = runningOf(call)
    if (begun !== null) return meetRunning(begun, call)
    const foundAgain = await find(call)
    return foundAgain === null || isNeverRan(foundAgain, call) ? null : answerTo(foundAgain, call)
  }

  async function meetRunning(running: Running, call: OperationCall): Promise<ToolResult | null> {
    return isSameCall(call, running.call) ? again(await running.outcome, call) : differs(call)
  }

  async function find(call: OperationCall): Promise<OperationRecord | 'broken' | null> {
    const loaded = await store.load(wantOf(call))
    return parseOperation(loaded.records.get(recordKey(call.key.id)))
  }

  async function once(call: OperationCall, run: Run): Promise<ToolResult> {
    const { id, windowMs } = call.key
    const running = runningOf(call)
    if (running !== null) return isSameCall(call, running.call) ? again(await running.outcome, call) : operationConflict(call.tool.name)
    const leaseUntil = now() + call.timeoutMs + LEASE_MARGIN_MS
    const started: StartedOperation = { state: 'started', args: call.args, caller: call.caller, instance, leaseUntil }
    const outcome = carryOut(call, started, run)
    runs.set(id, { call, outcome, until: leaseUntil + windowMs })
    try {
      return (await outcome).result
    } finally {
      if (runs.get(id)?.outcome === outcome) runs.delete(id)
    }
  }

  async function carryOut(call: OperationCall, started: StartedOperation, run: Run): Promise<Outcome> {
    const met = await begin(call, started)
    if (met !== null) return { kind: 'told', result: answerTo(met, call) ?? operationConflict(call.tool.name) }
    const operation = operationOf(call)
    try {
      return await settle(call, started, await run(operation))
    } catch (error) {
      await settle(call, started, { kind: 'nothing', result: outcomeUnknown(call.tool.name) })
      throw error
    }
  }

  /** Null = it is ours to run. */
  async function begin(call: OperationCall, started: StartedOperation): Promise<OperationRecord | 'broken' | null> {
    const { id, windowMs } = call.key
    const until = started.leaseUntil + windowMs
    try {
      const met = await store.commit<OperationRecord | 'broken' | null>(wantOf(call), ({ records }) => {
        const found = parseOperation(records.get(recordKey(id)))
        if (found !== null && !isNeverRan(found, call)) return { writes: [], result: found }
        return { writes: [recordWrite(id, started, until)], result: null }
      })
      neverRan.delete(id)
      return met
    } catch (error) {
      if (isOutcomeUnknown(error)) {
        for (const [known, knownUntil] of neverRan) if (knownUntil <= now()) neverRan.delete(known)
        neverRan.set(id, until)
      }
      throw error
    }
  }

  function isOurs(found: OperationRecord | 'broken'): found is StartedOperation {
    return found !== 'broken' && found.state === 'started' && found.instance === instance
  }

  /** A begin of this process that it was not told of. */
  function isNeverRan(found: OperationRecord | 'broken', { key: { id } }: OperationCall): boolean {
    return isOurs(found) && neverRan.has(id)
  }

  /** Keeps the answer, or frees the id. An answer that `finish` put down already stands, whatever the handler said afterwards. */
  async function settle(call: OperationCall, started: StartedOperation, effect: Effect): Promise<Effect> {
    const decide = ({ records }: Loaded): Decision<Effect> => {
      const found = parseOperation(records.get(recordKey(call.key.id)))
      // so late that somebody else is at it: theirs to settle
      const isTaken = found !== null && found !== 'broken' && found.state === 'started' && !isSameRun(found, started)
      if (isTaken) return { writes: [], result: effect }
      if (found !== null && found !== 'broken' && found.state === 'done') {
        const kept = found.result === null ? answerNotKept(call.tool.name) : storedResult(found.result)
        return { writes: [], result: effect.kind === 'answer' ? effect : { kind: 'answer', result: kept } }
      }
      if (effect.kind === 'answer') return { writes: [doneWrite(call, effect.result)], result: effect }
      return { writes: effect.kind === 'nothing' ? [{ type: 'forget-record', kind: OPERATION_KIND, key: call.key.id }] : [], result: effect }
    }
    try {
      return await store.commit(wantOf(call), decide)
    } catch (error) {
      const errorId = newErrorId()
      logger.error(
        { tool: call.tool.name, errorId, err: error },
        'the outcome of an operation could not be stored; repeats are told that it is unknown',
      )
      return effect
    }
  }

  function answerTo(found: OperationRecord | 'broken', call: OperationCall): CallToolResult | null {
    const { name } = call.tool
    if (found === 'broken') return outcomeUnknown(name)
    if (!isSameCall(call, found)) return differs(call)
    if (found.state === 'done') return found.result === null ? answerNotKept(name) : replayed(storedResult(found.result), call.key)
    const leftMs = found.leaseUntil - now()
    return found.instance === instance || leftMs <= 0 ? outcomeUnknown(name) : inProgress(name, leftMs)
  }

  /** An id belongs to one call; a confirmation sent with other arguments is just no good for them, and is asked for again. */
  function differs({ key, tool }: OperationCall): CallToolResult | null {
    return key.origin === 'confirmation' ? null : operationConflict(tool.name)
  }

  function operationOf(call: OperationCall): Operation {
    // a model's identical call may be meant anew when its window is over, so its own hash is no key for a service beyond
    const key = call.key.origin === 'model' ? newId('op') : `op_${call.key.id}`
    return { key, finish: (reply) => doneWrite(call, resultOfReply(call.tool, reply)) }
  }

  function doneWrite(call: OperationCall, result: CallToolResult): Write {
    const at = now()
    const done: OperationRecord = { state: 'done', args: call.args, caller: call.caller, at, result: keptAnswer(result) }
    return recordWrite(call.key.id, done, at + call.key.windowMs)
  }

  return {
    meet,
    once,
    each: async (run) => {
      const key = newId('op')
      return (await run({ key, finish: () => ({ type: 'forget-record', kind: OPERATION_KIND, key }) })).result
    },
  }
}

function isSameCall(call: OperationCall, known: Pick<OperationCall, 'args' | 'caller'>): boolean {
  return call.args === known.args && !isOtherCaller(call.caller, known.caller)
}

/** A process runs an operation once per lease. */
function isSameRun(one: StartedOperation, other: StartedOperation): boolean {
  return one.instance === other.instance && one.leaseUntil === other.leaseUntil
}

function again(outcome: Outcome, call: OperationCall): ToolResult {
  return outcome.kind === 'answer' ? replayed(outcome.result, call.key) : outcome.result
}

/** Every operation is a lane of its own in the store. */
function wantOf({ key: { id } }: OperationCall): Want {
  return { documentId: recordKey(id), records: [{ kind: OPERATION_KIND, key: id }] }
}

function recordKey(id: string): string {
  return `${OPERATION_KIND}:${id}`
}

function recordWrite(key: string, value: OperationRecord, expiresAt: number): Write {
  return { type: 'record', record: { kind: OPERATION_KIND, key, value, expiresAt } }
}

// The store is our own border: only `keptAnswer` fills this member.
function storedResult(result: Record<string, unknown>): CallToolResult {
  return result as CallToolResult
}
