import type { Report } from './report.ts'

/** Digits that a sample keeps: more would only say how the clock ticks. */
const DIGITS = 4

/** The report as it is kept: one line a figure's samples, so that a diff between two runs can be read. */
export function reportFile(report: Report): string {
  const text = JSON.stringify(report, (_key, value: unknown) => (typeof value === 'number' ? rounded(value) : value), 2)
  return `${text.replaceAll(/\[\s+((?:-?[\d.e+-]+,?\s+)+)\]/g, (_all, numbers: string) => `[${numbers.trim().replaceAll(/,\s+/g, ', ')}]`)}\n`
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS))
}
