import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toolError } from '@lockstep/server'
import { createWorld, noteTool, type Machine, type Told } from './set-up.ts'

/** Schedules that are tried; 30 times as many were run once, 2026-11-21. */
const RUNS = 400

/**
 * What a schedule may do: send one of a few calls to one of two processes, let one of the handlers that wait end in one of five ways, take a process
 * down, or let time pass.
 */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), machine: fc.nat(1), id: fc.nat(2), text: fc.nat(1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(5),
      how: fc.constantFrom('answer' as const, 'finish' as const, 'refuse' as const, 'throw' as const, 'finish then throw' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const), machine: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 999, 25_000, 31_000) }) },
)

/** One run of the handler: what it was asked for, and how it may be ended. */
interface HandlerRun {
  machine: number
  /** Which life of that process. */
  life: number
  operation: string
  text: string
  isOver: boolean
  end(how: string): void
}

/** Codes that say: nothing was done under this id by this call. */
const NOTHING_NOW = ['operation_conflict', 'in_progress', 'outcome_unknown', 'timed_out']

test(
  'S1.D.1 S2.X.1 over any schedule of repeats, kills, other arguments and time: an id has one effect at most, and one answer',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, newMachine, store } = createWorld()
        const handlerRuns: HandlerRun[] = []
        const effects = new Map<string, string[]>()
        const told: Array<{ id: string; answer: Told }> = []
        const machines: Machine[] = [newMachine(), newMachine()]
        const lives = [0, 0]
        const ofMachine = (machine: number) =>
          noteTool(async ({ text }, { operation }) => {
            const life = lives[machine] ?? 0
            const { promise, resolve } = Promise.withResolvers<string>()
            const run: HandlerRun = { machine, life, operation: operation?.key ?? '', text, isOver: false, end: resolve }
            handlerRuns.push(run)
            const how = await promise
            const nth = handlerRuns.indexOf(run)
            const answer = { model: { saved: text, nth }, text: `Saved ${text}.` }
            const done = operation?.finish(answer)
            if (how === 'refuse') throw toolError('refused', 'Refused.')
            if (how === 'throw') throw new Error('boom')
            effects.set(run.operation, [...(effects.get(run.operation) ?? []), text])
            if (how.startsWith('finish'))
              await store.commit({ documentId: 'notes' }, () => ({ writes: done === undefined ? [] : [done], result: null }))
            if (how === 'finish then throw') throw new Error('boom')
            return answer
          })

        for (const one of steps) {
          if (one.do === 'send') {
            const { machine } = one
            const life = lives[machine]
            const id = `op-0123456789-id-${one.id}`
            const answer = machines[machine]?.call(ofMachine(machine), { operationId: id, text: `text ${one.text}` })
            // an answer of a process that died meanwhile reaches nobody
            void answer?.then((got) => lives[machine] === life && told.push({ id, answer: got }))
          } else if (one.do === 'end') {
            const open = handlerRuns.filter((run) => !run.isOver && lives[run.machine] === run.life)
            const run = open[one.which % Math.max(1, open.length)]
            if (run !== undefined) {
              run.isOver = true
              run.end(one.how)
            }
          } else if (one.do === 'kill') {
            lives[one.machine] = (lives[one.machine] ?? 0) + 1
            machines[one.machine] = newMachine()
          } else await clock.advance(one.ms)
          await clock.advance(0)
        }
        await clock.advance(60_000)

        // one effect at most, and for one set of arguments
        for (const texts of effects.values()) expect(texts).toHaveLength(1)
        // one answer, whoever got it and however often
        for (const id of new Set(told.map((entry) => entry.id))) {
          const good = told.filter((entry) => entry.id === id && !entry.answer.isError)
          expect(new Set(good.map(({ answer }) => JSON.stringify(answer.model))).size).toBeLessThanOrEqual(1)
          expect(good.filter(({ answer }) => !answer.replayed).length).toBeLessThanOrEqual(1)
        }
        // nothing else is ever told
        for (const { answer } of told) {
          if (answer.isError) expect([...NOTHING_NOW, 'refused', 'internal_error']).toContain(answer.code)
        }
      }),
      { numRuns: RUNS },
    )
  },
)
