import { parseCommand } from './parse-command.ts'
import { reportError } from './report-error.ts'
import { runCommand } from './run-command.ts'
import { stopSignal } from './stop-signal.ts'

/** Milliseconds that a command which failed may still take to close what it opened. */
const FAILED_GRACE_MS = 1_000

const terminal = { print: (line: string) => console.log(line), warn: (line: string) => console.error(line) }

try {
  // as it is now: what a tool of ours says in the environment later (Vite does) is not for the apps' servers
  const env = { ...process.env }
  const command = parseCommand(process.argv.slice(2), env)
  process.exitCode = await runCommand(command, { ...terminal, cwd: process.cwd(), env, stopSignal: () => stopSignal(process) })
} catch (error) {
  process.exitCode = reportError(error, terminal.warn)
  // what failed half-way may have left a connection open, and a platform waits for the end before it starts another
  setTimeout(() => process.exit(), FAILED_GRACE_MS).unref()
}
// With `lockstep` started through its bin, the channel to it would keep a finished process alive; one that still serves is kept alive by that.
process.channel?.unref()
