/** Where in a commit the process is killed. */
export type CrashPoint = 'before-transaction' | 'inside-transaction' | 'before-commit' | 'after-commit' | 'during-checkpoint'

export interface ArmMessage {
  type: 'arm'
  point: CrashPoint
  /** Passed this often before it kills; 0 = the next time. */
  after: number
}

let armed: { point: CrashPoint; left: number } | null = null

/** From now on the point kills. */
export function arm({ point, after }: ArmMessage): void {
  armed = { point, left: after }
}

/** True when the next pass of the point kills. */
export function isDue(point: CrashPoint): boolean {
  return armed?.point === point && armed.left === 0
}

/** Called wherever the process passes a point; kills it when it is the armed one. */
export function pass(point: CrashPoint): void {
  if (armed?.point !== point) return
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL')
  armed.left -= 1
}
