import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDevAuth } from '@lockstep/dev-auth'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { runLockstep } from '../support/lockstep-run.ts'

// Views are built and servers started, on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const ROOT = join(import.meta.dirname, '..', '..')

async function surroundings(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-golden-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String)
  const [CART_PORT = '', PORTFOLIO_PORT = '', PORTFOLIO_API_PORT = '', PORTFOLIO_FILES_PORT = ''] = ports
  const data = { CART_DATA_DIR: join(folder, 'cart'), PORTFOLIO_DATA_DIR: join(folder, 'portfolio') }
  return { CART_PORT, PORTFOLIO_PORT, PORTFOLIO_API_PORT, PORTFOLIO_FILES_PORT, ...data }
}

async function golden(cwd: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<{ code: number | null; text: string }> {
  const run = runLockstep(['golden', ...args], cwd, { ...(await surroundings()), ...env })
  const code = await run.ended()
  return { code, text: run.lines.join('\n') }
}

test('lockstep golden signs in to the portfolio by itself, and every prompt passes', async () => {
  // as beside a `lockstep dev`, whose authorization server has the usual port
  const beside = await startDevAuth({ log: () => {} }).catch(() => null)
  onTestFinished(async () => beside?.close())
  const { code, text } = await golden(join(ROOT, 'apps', 'portfolio'))
  expect(text).toContain('Portfolio: signed in as ada')
  expect(text.split('\n').at(-1)).toMatch(/^(\d+) of \1 passed\.$/)
  expect(code).toBe(0)
})

test('in the root it tries both apps, each with the tools of both to choose from', async () => {
  const { code, text } = await golden(ROOT, ['--user', 'grace'])
  expect(text).toMatch(/^Cart$.*^Portfolio$/ms)
  expect(text).toContain('Portfolio: signed in as grace')
  expect([text.match(/^ {2}FAIL .*\n.*/gm), code]).toEqual([null, 0])
})

test('a user that is not known ends it with code 2, and it says so', async () => {
  const { code, text } = await golden(join(ROOT, 'apps', 'portfolio'), ['--user', 'nobody'])
  expect(text.split('\n').at(-1)).toMatch(/^lockstep: Expected to sign in to Portfolio, as "nobody" at http:\/\/localhost:\d+, but: /)
  expect(code).toBe(2)
})
