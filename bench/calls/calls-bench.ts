import { isDeepStrictEqual } from 'node:util'
import { interleave } from '../harness/interleave.ts'
import { atLeast, type Measure } from '../harness/measure.ts'
import { bootstrapMedian, median, spreadOf } from '../harness/statistics.ts'
import type { Part } from '../sync/sync-bench.ts'
import { startContender, type ContenderProcess } from './contender-process.ts'
import { CONTENDERS, type Contender } from './contenders.ts'
import { CONNECTIONS, openLoad, type Load } from './load.ts'
import { ARGUMENTS, runSample, toolNames } from './sample-tools.ts'
import { workloads, type Workload } from './workloads.ts'

/** Times the requests per second of the documented use. */
const RATIO_MIN = 1.4

interface Plan {
  readonly rounds: number
  /** Requests a round and contender. */
  readonly requests: number
  /** Requests before anything counts. */
  readonly warmUp: number
}

/** The parts of `npm run bench calls`: one for each method and era. */
export function callsParts(isQuick: boolean): Part[] {
  const plan = isQuick ? { rounds: 2, requests: 40, warmUp: 20 } : { rounds: 15, requests: 800, warmUp: 1_500 }
  return workloads().map((workload) => ({ name: workload.what, run: () => measureCalls(workload, plan) }))
}

async function measureCalls(workload: Workload, { rounds, requests, warmUp }: Plan): Promise<Measure[]> {
  const servers = await Promise.all(CONTENDERS.map(startContender))
  const arena = Object.fromEntries(servers.map((server, index) => [CONTENDERS[index], { server, load: openLoad(server.url, workload) }])) as Record<
    Contender,
    { server: ContenderProcess; load: Load }
  >
  try {
    for (const name of CONTENDERS) {
      assertSameAnswer(name, await arena[name].load.ask())
      await arena[name].load.run(warmUp)
    }
    const cpuUs: Record<Contender, number[]> = { ours: [], sdk: [], raw: [] }
    const one = (name: Contender) => async (): Promise<number> => {
      const { server, load } = arena[name]
      const before = await server.cpuUs()
      const ms = await load.run(requests)
      cpuUs[name].push(((await server.cpuUs()) - before) / requests)
      return requests / (ms / 1_000)
    }
    const perSecond = await interleave(rounds, { ours: one('ours'), sdk: one('sdk'), raw: one('raw') })
    return measuresOf(workload, perSecond, cpuUs)
  } finally {
    for (const name of CONTENDERS) arena[name].load.close()
    await Promise.all(servers.map((server) => server.close()))
  }
}

function measuresOf({ id, what }: Workload, perSecond: Record<Contender, number[]>, cpuUs: Record<Contender, number[]>): Measure[] {
  const details = {
    perSecond,
    cpuUsPerRequest: cpuUs,
    spread: Object.fromEntries(CONTENDERS.map((name) => [name, { perSecond: spreadOf(perSecond[name]), cpuUs: spreadOf(cpuUs[name]) }])),
  }
  const against = (name: Contender, target: Measure['target']): Measure => {
    const ratios = perSecond.ours.map((value, round) => value / (perSecond[name][round] ?? Number.NaN))
    return {
      id: `calls.${id}-of-${name}`,
      what: `${what}, of ${name === 'sdk' ? 'the documented use' : 'bare node:http'}`,
      value: median(ratios),
      unit: 'x',
      interval: bootstrapMedian(ratios),
      target,
      note: `${rate(perSecond.ours)} against ${rate(perSecond[name])} a second, ${CONNECTIONS} connections; processor ${cost(cpuUs.ours)} against ${cost(cpuUs[name])} us each`,
      details: name === 'sdk' ? details : {},
    }
  }
  return [against('sdk', atLeast(RATIO_MIN, 'time')), against('raw', null)]
}

function rate(perSecond: readonly number[]): string {
  return Math.round(median(perSecond)).toLocaleString('en')
}

function cost(cpuUs: readonly number[]): string {
  return Math.round(median(cpuUs)).toLocaleString('en')
}

/** A comparison with somebody who did less would be worth nothing. */
function assertSameAnswer(name: Contender, message: Record<string, unknown>): void {
  const result = message['result'] as { tools?: Array<{ name: string; inputSchema: object; outputSchema: object }>; structuredContent?: unknown }
  const isRight =
    result.tools === undefined
      ? isDeepStrictEqual(result.structuredContent, runSample(ARGUMENTS))
      : isDeepStrictEqual(
          result.tools.map((tool) => tool.name),
          toolNames(),
        ) && result.tools.every((tool) => Object.keys(tool.inputSchema).length > 1 && Object.keys(tool.outputSchema).length > 1)
  if (!isRight) throw new Error(`expected ${name} to answer as the others do, got ${JSON.stringify(message).slice(0, 400)}`)
}
