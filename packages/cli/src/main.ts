import { parseCommand } from './parse-command.ts'
import { reportError } from './report-error.ts'
import { runCommand } from './run-command.ts'
import { stopSignal } from './stop-signal.ts'

const terminal = { print: (line: string) => console.log(line), warn: (line: string) => console.error(line) }

try {
  const command = parseCommand(process.argv.slice(2), process.env)
  process.exitCode = await runCommand(command, { ...terminal, cwd: process.cwd(), env: process.env, signal: stopSignal(process) })
} catch (error) {
  process.exitCode = reportError(error, terminal.warn)
}
// With `lockstep` started through its bin, the channel to it would keep a finished process alive.
if (process.connected) process.disconnect?.()
