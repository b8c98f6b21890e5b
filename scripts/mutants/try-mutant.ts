import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Planted } from './planted.ts'

/** What has to turn red, in two halves: the engine's own tests, the store and the handle; then the cart's doors and tools, and the simulator. */
const SUITE = [
  ['packages/sync', 'packages/server/src/documents', 'packages/server/src/stores', 'packages/react/src/document-controller'],
  ['test/sim', 'test/cart', 'test/sync'],
]
/** Milliseconds for one run of the suite; a fault that hangs it is caught, too. */
const TIMEOUT_MS = 180_000

export interface Verdict {
  readonly name: string
  readonly isCaught: boolean
  /** The first test that failed, or why there is none. */
  readonly by: string
  readonly ms: number
}

/**
 * Plants one fault in the copy, runs the suite until its first failure, and takes the fault out again.
 * @throws when an edit does not fit: the code has moved on, and the fault must follow it.
 */
export async function tryMutant(copy: string, mutant: Planted | null): Promise<Verdict> {
  const kept = new Map<string, string>()
  const started = performance.now()
  try {
    for (const { file, find, put } of mutant?.edits ?? []) {
      const at = path.join(copy, file)
      const text = readFileSync(at, 'utf8')
      if (!kept.has(at)) kept.set(at, text)
      const parts = text.split(find)
      if (parts.length !== 2)
        throw new Error(`'${mutant?.name}': expected its text once in ${file}, got it ${parts.length - 1} times. Bring the mutant up to date.`)
      writeFileSync(at, parts.join(put))
    }
    let { code, output } = { code: 0 as number | null, output: '' }
    for (const half of SUITE) if (code === 0) ({ code, output } = await runSuite(copy, half))
    const ms = performance.now() - started
    return {
      name: mutant?.name ?? 'no fault',
      isCaught: code !== 0,
      by: firstFailure(output) ?? (code === 0 ? 'nothing failed' : `exit ${code}`),
      ms,
    }
  } finally {
    for (const [file, text] of kept) writeFileSync(file, text)
  }
}

function runSuite(copy: string, paths: readonly string[]): Promise<{ code: number | null; output: string }> {
  const vitest = path.join(copy, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'unit', '--bail', '1', '--no-color', ...paths], {
    cwd: copy,
    env: { ...process.env, VITEST_MAX_WORKERS: '1', NO_COLOR: '1' },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

function firstFailure(output: string): string | null {
  return /FAIL\s+(?:\|?unit\|?\s+)?(.+)/.exec(output)?.[1]?.trim() ?? null
}
