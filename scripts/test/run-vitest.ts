import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT, toolEnv } from '../check/tool.ts'
import { countTests, type Counts } from './counts.ts'
import { afterSecondLook, filesToRepeat, passedAlone } from './second-look.ts'
import { parseReport, readReport, type VitestReport } from './vitest-report.ts'

interface Run {
  report: VitestReport | null
  exitCode: number | null
}

/**
 * Runs one project of vitest.config.ts; its lines go to ours, one a file. Resolves with what it counted, even when it crashed.
 * A browser test that fails is run once more, alone; what passes only then is said by name.
 */
export async function runVitest(project: string): Promise<Counts> {
  const first = await runOnce(project)
  const files = filesToRepeat(first.report, ROOT)
  if (first.report === null || files.length === 0) return countTests(first.report, first.exitCode)
  console.log(`\n${project} tests: a second look at ${files.map((file) => path.relative(ROOT, file)).join(', ')}`)
  const second = await runOnce(project, files)
  if (second.report === null) return countTests(first.report, first.exitCode)
  for (const test of passedAlone(first.report, second.report)) console.log(`${project} tests: failed once, passed alone: ${test}`)
  return countTests(afterSecondLook(first.report, second.report), second.exitCode)
}

async function runOnce(project: string, files: readonly string[] = []): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-vitest-'))
  const report = path.join(folder, 'report.json')
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', ...files, '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    // whatever the shell, or a builder in this process, says of itself
    const env = { ...(process.stdout.isTTY ? process.env : { ...toolEnv(), CI: 'true' }), NODE_ENV: 'test' }
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
    const exitCode = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null))
      child.on('close', resolve)
    })
    return { report: parseReport(readReport(report)), exitCode }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
