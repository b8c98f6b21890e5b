import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { AppError } from '@lockstep/contract'
import { expect, test, vi } from 'vitest'
import { HELP } from './help.ts'
import { reportError } from './report-error.ts'
import { stopSignal, type StopSource } from './stop-signal.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const bin = fileURLToPath(new URL('../bin/lockstep.js', import.meta.url))
const lockstep = (args: string[], cwd?: string) => spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', timeout: 20_000 })

test('the program helps, and names its version', () => {
  expect(lockstep(['--help'])).toMatchObject({ status: 0, stdout: `${HELP}\n`, stderr: '' })
  expect(lockstep([])).toMatchObject({ status: 2, stdout: '', stderr: `${HELP}\n` })
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(lockstep(['--version']).stdout).toBe(`${version}\n`)
})

test('a person’s mistake is one line and exit code 2', () => {
  const folder = mkdtempSync(`${tmpdir()}/lockstep-empty-`)
  const { status, stderr } = lockstep(['dev'], folder)
  rmSync(folder, { recursive: true })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^lockstep: Expected lockstep\.config\.ts in .*\n$/)
})

test('a server that fails to start in production ends its process, whatever it left open, and is not taken for a fault of ours', () => {
  const folder = mkdtempSync(`${tmpdir()}/lockstep-start-`)
  const config = { apps: [{ name: 'Cart', mcpUrl: 'http://localhost:8000/mcp', server: './server.mjs' }] }
  writeFileSync(`${folder}/lockstep.config.ts`, `export default ${JSON.stringify(config)}`)
  writeFileSync(`${folder}/server.mjs`, `setInterval(() => {}, 1_000)\nthrow new TypeError('no database')`)
  const { status, stderr } = lockstep(['start'], folder)
  rmSync(folder, { recursive: true })
  expect(status).toBe(2)
  expect(stderr).toMatch(
    /^lockstep: Expected the server of Cart \(.*server\.mjs\) to start, but it threw: TypeError: no database\n +at .*server\.mjs:2/,
  )
})

test('a fault of ours shows its stack and its cause, with another exit code', () => {
  const lines: string[] = []
  const cause = new Error('disk full')
  expect(reportError(new AppError('BROKEN', 'Expected a, got b.', { cause }), (line) => lines.push(line))).toBe(70)
  expect(lines.join('\n')).toMatch(/Expected a, got b\.\n +at .*caused by Error: disk full\n +at /s)
  expect(reportError(new TypeError('x is not a function'), () => undefined)).toBe(70)
})

test('the first Ctrl-C asks everything to end, the second ends at once; a dead parent is like the first', () => {
  const listeners = new Map<string, () => void>()
  const exit = vi.fn<StopSource['exit']>()
  const signal = stopSignal({ on: (event, listener) => listeners.set(event, listener), exit })
  listeners.get('SIGINT')?.()
  expect([signal.aborted, exit.mock.calls]).toEqual([true, []])
  listeners.get('SIGINT')?.()
  expect(exit.mock.calls).toEqual([[130]])
  const other = stopSignal({ on: (event, listener) => listeners.set(event, listener), exit })
  listeners.get('disconnect')?.()
  expect(other.aborted).toBe(true)
  listeners.get('SIGINT')?.()
  expect(exit.mock.calls).toEqual([[130]])
})
