import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT, toolEnv } from '../check/tool.ts'
import { countTests, readReport, type Counts } from './counts.ts'

/** Runs one project of vitest.config.ts; its lines go to ours, one a file. Resolves with what it counted, even when it crashed. */
export async function runVitest(project: string): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-vitest-'))
  const report = path.join(folder, 'report.json')
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    // whatever the shell, or a builder in this process, says of itself
    const env = { ...(process.stdout.isTTY ? process.env : { ...toolEnv(), CI: 'true' }), NODE_ENV: 'test' }
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
    const exitCode = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null))
      child.on('close', resolve)
    })
    return countTests(readReport(report), exitCode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
