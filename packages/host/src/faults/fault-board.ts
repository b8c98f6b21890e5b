import { AppError } from '@lockstep/contract'
import type { FaultCaller, FaultId, FaultSwitch } from '../api/fault-state.ts'
import { FAULTS, MAX_FAULT_MS } from './fault-catalogue.ts'

/** What is left out is the catalogue's default. */
export interface FaultChoice {
  by?: FaultSwitch['by']
  tool?: string | null
  times?: number | null
  ms?: number
}

/** What a fault may strike. */
export interface FaultTarget {
  by?: FaultCaller
  tool?: string
}

/** The switches. Whatever can go wrong asks here whether it shall, at the moment when it can. */
export interface FaultBoard {
  /** Those that are on, in the catalogue's order. */
  list(): FaultSwitch[]
  /** Switches one on, anew when it was on already; null switches it off. @throws {AppError} HOST_BAD_FAULT */
  set(id: FaultId, choice: FaultChoice | null): void
  clear(): void
  /** Whether it is on for this target, without using it up. */
  find(id: FaultId, target?: FaultTarget): FaultSwitch | null
  /** Strikes: one of its times is used up. Null when it is off, or on for something else. */
  take(id: FaultId, target?: FaultTarget): FaultSwitch | null
}

export interface FaultBoardOptions {
  onChange(): void
  trace(name: string, detail: Record<string, unknown>): void
}

export function createFaultBoard({ onChange, trace }: FaultBoardOptions): FaultBoard {
  let on: ReadonlyMap<FaultId, FaultSwitch> = new Map()

  function put(id: FaultId, next: FaultSwitch | null): void {
    const changed = new Map(on)
    if (next === null) changed.delete(id)
    else changed.set(id, next)
    on = changed
    onChange()
  }

  function find(id: FaultId, target: FaultTarget = {}): FaultSwitch | null {
    const fault = on.get(id)
    if (fault === undefined) return null
    const isForCaller = target.by === undefined || fault.by === 'any' || fault.by === target.by
    const isForTool = target.tool === undefined || fault.tool === null || fault.tool === target.tool
    return isForCaller && isForTool ? fault : null
  }

  return {
    list: () => FAULTS.flatMap(({ id }) => on.get(id) ?? []),
    set(id, choice) {
      if (choice === null) {
        if (on.has(id)) put(id, null)
        return
      }
      put(id, switchOf(id, choice))
      trace('fault.on', { fault: id })
    },
    clear() {
      if (on.size === 0) return
      on = new Map()
      onChange()
    },
    find,
    take(id, target) {
      const fault = find(id, target)
      if (fault === null) return null
      const times = fault.times === null ? null : fault.times - 1
      put(id, times === 0 ? null : { ...fault, times, hits: fault.hits + 1 })
      trace('fault.strikes', { fault: id, ...target, ...(times === null ? {} : { left: times }) })
      return fault
    },
  }
}

function switchOf(id: FaultId, choice: FaultChoice): FaultSwitch {
  const words = FAULTS.find((fault) => fault.id === id)
  if (words === undefined) throw bad(`Expected the id of a fault, got ${id as string}. They are: ${FAULTS.map((fault) => fault.id).join(', ')}.`)
  const { by = 'any', tool = null, times = words.defaultTimes, ms = words.defaultMs ?? 0 } = choice
  if (times !== null && (!Number.isInteger(times) || times < 1)) throw bad(`Expected times to be null or a whole number from 1, got ${times}.`)
  if (!Number.isFinite(ms) || ms < 0 || ms > MAX_FAULT_MS) throw bad(`Expected 0 to ${MAX_FAULT_MS} ms, got ${ms}.`)
  if (!words.isOfCalls && (by !== 'any' || tool !== null)) throw bad(`Expected neither \`by\` nor \`tool\` for ${id}: it is not about single calls.`)
  return { id, by, tool, times, ms: words.defaultMs === null ? 0 : ms, hits: 0 }
}

function bad(message: string): AppError {
  return new AppError('HOST_BAD_FAULT', message, { blame: 'user' })
}
