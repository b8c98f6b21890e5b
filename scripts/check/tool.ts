import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../setup/run-command.mjs'
import type { StepResult } from './run-steps.ts'

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

/** No colours, no progress, and the pinned Node before any other. */
export function toolEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const PATH = [path.join(ROOT, 'node_modules', '.bin'), env['PATH']].join(path.delimiter)
  const { FORCE_COLOR: _colour, ...rest } = env
  return { ...rest, PATH, NO_COLOR: '1' }
}

/** Runs a tool of node_modules/.bin in the root of the repository. */
export async function tool(name: string, args: readonly string[], cwd: string = ROOT): Promise<StepResult> {
  const { code, output } = await runCommand(path.join(ROOT, 'node_modules', '.bin', name), [...args], { cwd, env: toolEnv() })
  return { ok: code === 0, details: code === null ? `${name} did not start: ${output}` : output }
}
