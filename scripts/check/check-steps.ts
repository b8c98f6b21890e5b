import { findUnsafeReach } from '../boundaries/entry-reach.ts'
import { findViolations } from '../boundaries/find-violations.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findImpureUpdaters } from '../purity/find-impure-updaters.ts'
import { formatFinding, type Finding } from './finding.ts'
import { lintPackages } from './package-lint.ts'
import type { Step, StepResult } from './run-steps.ts'
import { checkSizes } from './size-step.ts'
import { sourceFiles } from './source-files.ts'
import { findSupplyFaults, licenceCounts, readLock, readManifests } from './supply-chain.ts'
import { ROOT, tool } from './tool.ts'

/** The steps of `npm run check`, the slow ones first. */
export function checkSteps(parallel: number): Step[] {
  return [
    { name: 'types', run: () => tool('tsc', ['-p', 'tsconfig.check.json', '--pretty', 'false']) },
    { name: 'types of the host’s page', run: () => tool('tsc', ['-p', 'packages/host/ui', '--pretty', 'false']) },
    { name: 'dead code', run: () => tool('knip', ['--no-progress', '--no-config-hints']) },
    { name: 'lint', run: () => tool('oxlint', ['--type-aware', '--deny-warnings', '-f', 'unix']) },
    { name: 'format', run: () => tool('oxfmt', ['--list-different', '.']).then(withFormatHint) },
    { name: 'boundaries', run: () => Promise.resolve(findings([...findViolations(ROOT), ...findUnsafeReach(ROOT)])) },
    { name: 'purity', run: () => Promise.resolve(findings(impureUpdaters())) },
    { name: 'requirements', run: () => tool('node', ['scripts/requirements.ts', '--check', '--required']) },
    { name: 'packages', after: ['types'], run: () => lintPackages(parallel) },
    // reads what the step before it has built
    { name: 'api', after: ['packages'], run: () => tool('node', ['--conditions=@lockstep/source', 'scripts/api.ts', '--check']) },
    { name: 'sizes', run: checkSizes },
    { name: 'supply chain', run: () => Promise.resolve(supplyChain()) },
  ]
}

function supplyChain(): StepResult {
  const lock = readLock(ROOT)
  return { ...findings(findSupplyFaults(readManifests(ROOT), lock)), note: licenceCounts(lock) }
}

function withFormatHint(result: StepResult): StepResult {
  return result.ok ? result : { ...result, details: `${result.details}\nTo format them: npx oxfmt .` }
}

function impureUpdaters(): Finding[] {
  return sourceFiles(ROOT, ['packages', 'apps']).flatMap((file) => findImpureUpdaters(file, readFileSync(path.join(ROOT, file), 'utf8')))
}

function findings(found: readonly Finding[]): StepResult {
  return { ok: found.length === 0, details: found.map(formatFinding).join('\n') }
}
