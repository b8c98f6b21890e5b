/** One violation of a rule of the house, at a place a person can open. */
export interface Finding {
  /** Relative to the root. */
  file: string
  /** From 1. */
  line: number
  message: string
}

export const formatFinding = ({ file, line, message }: Finding): string => `${file}:${line}: ${message}`

/** The line, from 1, of an offset in a text. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
