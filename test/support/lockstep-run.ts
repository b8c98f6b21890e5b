import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const CLI = join(ROOT, 'packages', 'cli', 'src', 'main.ts')
/** Milliseconds a process may take to say something on a busy machine. */
const LINE_TIMEOUT_MS = 30_000

/** A copy of an app of test/dev that a test may edit, outside the repository; it finds its packages as an installed one does. */
export function copyOfApp(name: string): { folder: string; edit(file: string, from: string, to: string): void; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-dev-'))
  cpSync(join(import.meta.dirname, '..', 'dev', name), folder, { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    edit(file, from, to) {
      const path = join(folder, file)
      const text = readFileSync(path, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`)
      writeFileSync(
        path,
        text.replace(from, () => to),
      )
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface Running {
  child: ChildProcess
  lines: readonly string[]
  /** Waits for the first line that fits, from an index of `lines` on; the line. */
  line(pattern: RegExp, from?: number): Promise<string>
  /** Its exit code, once it ended by itself. */
  ended(): Promise<number | null>
  /** Asks it to end as a terminal or a platform does; its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Runs a command of the real command line in a folder. */
export function runLockstep(args: readonly string[], cwd: string, env: Record<string, string | undefined>): Running {
  const child = spawn(process.execPath, ['--conditions=@lockstep/source', CLI, ...args], {
    cwd,
    env: { ...process.env, NODE_ENV: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  const exited = once(child, 'exit')
  return {
    child,
    lines,
    line: (pattern, from = 0) =>
      vi.waitFor(
        () => {
          const found = lines.slice(from).find((line) => pattern.test(line))
          if (found === undefined) throw new Error(`no line ${String(pattern)} in:\n${lines.join('\n')}`)
          return found
        },
        { timeout: LINE_TIMEOUT_MS, interval: 20 },
      ),
    async ended() {
      await exited
      return child.exitCode
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}
