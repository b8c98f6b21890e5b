import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { workspaceFolders } from '../../scripts/check/source-files.ts'
import { ROOT, tool, toolEnv } from '../../scripts/check/tool.ts'
import { runCommand } from '../../scripts/setup/run-command.mjs'

/** Builds every package and packs it as npm would publish it; answers the tarballs by package name. */
export async function packPackages(folder: string): Promise<Map<string, string>> {
  const packages = workspaceFolders(ROOT).filter((each) => each.startsWith('packages/'))
  const built = await tool('tsc', ['-b', ...packages.map((each) => `${each}/tsconfig.build.json`)])
  if (!built.ok) throw new Error(`expected the packages to build, got:\n${built.details}`)
  mkdirSync(folder, { recursive: true })
  const workspaces = packages.map((each) => `--workspace=${each}`)
  const args = ['pack', '--loglevel=error', '--ignore-scripts', `--pack-destination=${folder}`, ...workspaces]
  const { code, output } = await runCommand('npm', args, { cwd: ROOT, env: toolEnv() })
  if (code !== 0) throw new Error(`expected npm pack to work, got:\n${output}`)
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  return new Map(
    packages.map((each) => {
      const { name, version } = JSON.parse(readFileSync(path.join(ROOT, each, 'package.json'), 'utf8')) as { name: string; version: string }
      const wanted = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
      if (!tarballs.includes(wanted)) throw new Error(`expected npm pack to make ${wanted}, got ${tarballs.join(', ')}`)
      return [name, path.join(folder, wanted)]
    }),
  )
}
