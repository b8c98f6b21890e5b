import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { copyTree } from './mutants/copy-tree.ts'
import { PLANTED, type Planted } from './mutants/planted.ts'
import { tryMutant, type Verdict } from './mutants/try-mutant.ts'

const HELP = `npm run mutants [-- --only TEXT] [--jobs N]
  Plants each fault of scripts/mutants/planted.ts in a copy of the tree and runs the sync suite there: it has to turn red.
  --only TEXT   faults whose name has this text
  --jobs N      copies at work at the same time (default 2)`

const { values } = parseArgs({ options: { only: { type: 'string' }, jobs: { type: 'string' }, help: { type: 'boolean' } } })

if (values.help) console.log(HELP)
else {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-mutants-'))
  const started = performance.now()
  const wanted = PLANTED.filter(({ name }) => values.only === undefined || name.includes(values.only))
  const jobs = Math.max(1, Number(values.jobs ?? 2))
  const queue = [...wanted]
  const verdicts: Verdict[] = []
  const report = (verdict: Verdict) =>
    console.log(`${verdict.isCaught ? 'caught ' : 'MISSED '} ${verdict.name}  (${Math.round(verdict.ms / 1000)} s; ${verdict.by})`)

  async function work(copy: string): Promise<void> {
    copyTree(root, copy)
    for (let mutant: Planted | undefined = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const verdict = await tryMutant(copy, mutant)
      verdicts.push(verdict)
      report(verdict)
    }
  }

  try {
    const clean = path.join(folder, 'clean')
    copyTree(root, clean)
    const without = await tryMutant(clean, null)
    if (without.isCaught) throw new Error(`Expected the suite to pass without a fault, but it failed: ${without.by}`)
    console.log(`the suite passes without a fault (${Math.round(without.ms / 1000)} s)`)
    await Promise.all(Array.from({ length: jobs }, (_unused, index) => work(path.join(folder, `copy-${index}`))))
    const caught = verdicts.filter(({ isCaught }) => isCaught).length
    console.log(`${caught} of ${wanted.length} planted faults caught in ${Math.round((performance.now() - started) / 1000)} s`)
    process.exitCode = caught === wanted.length ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
