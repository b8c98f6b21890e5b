import { checkProject } from '../../test/types/type-project.ts'
import type { Measure } from '../harness/measure.ts'
import { bootstrapMedian, bootstrapRatio, median, spreadOf } from '../harness/statistics.ts'
import type { Part } from '../sync/sync-bench.ts'
import { sampleProject } from './sample-project.ts'

const TOOLS = 50
const ROUNDS = 9
/** Half as much again as is needed. Each use of a hook costs a little per tool there is, as the compiler looks at all inputs before it knows which. */
const INSTANTIATIONS_PER_TOOL = 3_000

/** What it costs to have a view typed by its server: the compiler over 50 tools, with the view typed and with it untyped, turn by turn. */
export function typesParts(isQuick: boolean): Part[] {
  return [{ name: 'types', run: () => timeTypes(isQuick ? 1 : ROUNDS) }]
}

async function timeTypes(rounds: number): Promise<Measure[]> {
  const [typed, untyped] = [sampleProject(TOOLS, true), sampleProject(TOOLS, false)]
  const took: { typed: number[]; untyped: number[] } = { typed: [], untyped: [] }
  for (let round = 0; round < rounds; round += 1) {
    const turns = [
      ['typed', typed],
      ['untyped', untyped],
    ] as const
    for (const [name, project] of round % 2 === 0 ? turns : turns.toReversed()) {
      const { errors, elapsedMs } = await checkProject(project, () => performance.now())
      const own = errors.filter((error) => /^(server|view)\.ts\(/.test(error))
      if (own.length > 0) throw new Error(`expected the sample project to compile, got ${own.slice(0, 3).join('; ')}`)
      took[name].push(elapsedMs)
    }
  }
  const [counted, uncounted] = await Promise.all([typed, untyped].map((project) => checkProject(project, () => performance.now(), true)))
  const [made = Number.NaN, madeAnyway = Number.NaN] = [counted, uncounted].map((check) => check?.instantiations ?? Number.NaN)
  const ratio = median(took.typed) / median(took.untyped)
  return [
    {
      id: 'types.check',
      what: `type check of ${TOOLS} tools and a view typed by them, all dependencies read`,
      value: median(took.typed) / 1_000,
      unit: 's',
      interval: seconds(bootstrapMedian(took.typed)),
      target: null,
      note: `untyped view: ${(median(took.untyped) / 1_000).toFixed(2)} s`,
      details: { rounds, typedMs: spreadOf(took.typed), untypedMs: spreadOf(took.untyped), samplesMs: took },
    },
    {
      id: 'types.ratio',
      what: 'of the same project with an untyped view',
      value: ratio,
      unit: 'x',
      interval: bootstrapRatio(took.typed, took.untyped),
      target: { bound: 'at-most', value: 1.5, kind: 'time' },
      note: 'what the inference from server to view costs',
      details: {},
    },
    {
      id: 'types.instantiations',
      what: 'types made per tool to infer the view from the server',
      value: Math.round((made - madeAnyway) / TOOLS),
      unit: '',
      interval: null,
      target: { bound: 'at-most', value: INSTANTIATIONS_PER_TOOL, kind: 'count' },
      note: `${made.toLocaleString('en')} against ${madeAnyway.toLocaleString('en')}`,
      details: { typed: made, untyped: madeAnyway },
    },
  ]
}

function seconds({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low: low / 1_000, high: high / 1_000 }
}
