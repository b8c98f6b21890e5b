import { cpus, totalmem } from 'node:os'
import { verdictOf, type Measure, type Target, type Verdict } from './measure.ts'

/** What a run ran on: enough to judge it by, nothing that names the machine. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly node: string
  readonly platform: string
}

/** The file a run leaves. */
export interface Report {
  readonly name: string
  /** ISO, passed in. */
  readonly date: string
  readonly isQuick: boolean
  readonly machine: Machine
  readonly seconds: number
  readonly measures: ReadonlyArray<Measure & { readonly verdict: Verdict }>
}

const GIGABYTE = 2 ** 30

function machineFacts(): Machine {
  const processors = cpus()
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / GIGABYTE),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
}

/** Judges the figures; not the times of a quick run, which say nothing. */
export function reportOf(parts: Omit<Report, 'machine' | 'measures'> & { readonly measures: readonly Measure[] }): Report {
  const judged = (measure: Measure): Verdict => (parts.isQuick && measure.target?.kind === 'time' ? 'recorded' : verdictOf(measure))
  const measures = parts.measures.map((measure) => ({ ...measure, verdict: judged(measure) }))
  return { name: parts.name, date: parts.date, isQuick: parts.isQuick, machine: machineFacts(), seconds: parts.seconds, measures }
}

/** The run as people read it: one line a figure. */
export function formatReport(report: Report): string {
  const { machine } = report
  const rows = report.measures.map((measure) => [measure.what, formatValue(measure), formatTarget(measure.target), measure.verdict, measure.note])
  const tally = (['met', 'missed', 'recorded'] as const).map((verdict) => `${report.measures.filter((m) => m.verdict === verdict).length} ${verdict}`)
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.platform}; ${report.date}`,
    '',
    ...table([['measured', 'value', 'target', 'verdict', 'note'], ...rows]),
    '',
    `${tally.join(', ')}; ${report.seconds.toFixed(0)} s`,
  ].join('\n')
}

function formatValue({ value, unit, interval }: Measure): string {
  const range = interval === null ? '' : ` [${short(interval.low)}, ${short(interval.high)}]`
  return `${short(value)}${unit === '' ? '' : ` ${unit}`}${range}`
}

function formatTarget(target: Target | null): string {
  return target === null ? '' : `${target.bound === 'at-least' ? '>=' : '<='} ${short(target.value)}`
}

function short(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
