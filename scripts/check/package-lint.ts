import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packageEntries } from '../boundaries/entry-reach.ts'
import { runCommand } from '../setup/run-command.mjs'
import { runSteps, type StepResult } from './run-steps.ts'
import { sourceFiles, workspaceFolders } from './source-files.ts'
import { ROOT, tool, toolEnv } from './tool.ts'

/** Builds every package, packs it as npm would publish it, and lets publint and "are the types wrong" judge the tarball. */
export async function lintPackages(parallel: number): Promise<StepResult> {
  const folders = workspaceFolders(ROOT).filter((folder) => folder.startsWith('packages/'))
  const ready = folders.filter(hasItsEntries)
  // A package whose folder is still empty has nothing to be judged; one with code but no entry is a fault.
  const faults = folders.filter((folder) => !ready.includes(folder) && sourceFiles(ROOT, [`${folder}/src`]).length > 0)
  const built = await tool('tsc', ['-b', ...ready.map((folder) => `${folder}/tsconfig.build.json`)])
  if (!built.ok) return built
  const tarballs = mkdtempSync(path.join(tmpdir(), 'lockstep-pack-'))
  try {
    const packed = await pack(ready, tarballs)
    if (!packed.ok) return packed
    const reports = await runSteps(
      readdirSync(tarballs).map((name) => ({ name, run: () => lintTarball(path.join(tarballs, name)) })),
      { parallel, nowMs: () => performance.now() },
    )
    const failed = reports.filter((report) => !report.ok).map((report) => `${report.name}\n${report.details}`)
    const missing = faults.map((folder) => `${folder}: an entry that its "exports" name has no source file`)
    return {
      ok: failed.length + missing.length === 0,
      details: [...missing, ...failed].join('\n'),
      note: `${reports.length} of ${folders.length} packages`,
    }
  } finally {
    rmSync(tarballs, { recursive: true, force: true })
  }
}

const hasItsEntries = (folder: string): boolean => {
  const entries = packageEntries(ROOT, folder)
  return entries.length > 0 && entries.every((entry) => existsSync(path.join(ROOT, entry)))
}

async function pack(folders: readonly string[], destination: string): Promise<StepResult> {
  const workspaces = folders.map((folder) => `--workspace=${folder}`)
  const args = ['pack', '--loglevel=error', '--ignore-scripts', `--pack-destination=${destination}`, ...workspaces]
  const { code, output } = await runCommand('npm', args, { cwd: ROOT, env: toolEnv() })
  return { ok: code === 0, details: output }
}

async function lintTarball(file: string): Promise<StepResult> {
  const published = await tool('publint', ['run', file, '--strict', '--level', 'warning'])
  if (!published.ok) return published
  return tool('attw', [file, '--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'ascii'])
}
