import { AppError } from '@lockstep/contract'

/** Exit code of an error that the person at the terminal can mend. */
export const EXIT_USER = 2
/** Exit code of an error of ours. @see sysexits(3), EX_SOFTWARE */
const EXIT_SYSTEM = 70

/** Says an error in the way its blame asks for, and gives the exit code that goes with it. */
export function reportError(error: unknown, warn: (line: string) => void): number {
  if (error instanceof AppError && error.blame === 'user') {
    warn(`lockstep: ${error.message}`)
    return EXIT_USER
  }
  warn('lockstep: something went wrong that should not have. Please report the lines below.')
  warn(error instanceof Error ? describe(error) : String(error))
  return EXIT_SYSTEM
}

function describe(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by ${describe(error.cause)}` : own
}
