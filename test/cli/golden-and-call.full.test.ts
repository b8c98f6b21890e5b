import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, recordedChromium } from '../../scripts/setup/find-chromium.mjs'
import { calling, saying, startModelEndpoint } from '../../packages/host/src/testing/model-endpoint.ts'
import { freePort } from '../support/free-port.ts'
import { runLockstep } from '../support/lockstep-run.ts'
import { startListApp, type ListApp } from '../host/list-app.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const CART = join(ROOT, 'apps', 'cart')
let folder: string
let app: ListApp
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-cli-'))
  app = await startListApp()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

async function lockstep(args: string[], env: Record<string, string> = {}, cwd = ROOT): Promise<{ code: number | null; lines: readonly string[] }> {
  const run = runLockstep(args, cwd, env)
  const code = await run.ended()
  return { code, lines: run.lines }
}

describe('lockstep golden', () => {
  test('starts the cart, tries all its prompts with the script and passes; a language model that errs fails them', async () => {
    const env = { CART_PORT: String(await freePort()), CART_DATA_DIR: folder }
    const scripted = await lockstep(['golden'], env, CART)
    expect(scripted.lines.at(-1)).toMatch(/^(\d+) of \1 passed\.$/)
    expect(scripted.lines.join('\n')).toContain('judged by: Scripted model')
    expect(scripted.code).toBe(0)

    const endpoint = await startModelEndpoint((_request, count) => (count === 1 ? calling(['get_cart', '{}']) : saying('I would rather talk.')))
    const model = { LOCKSTEP_MODEL: 'stand-in', LOCKSTEP_MODEL_URL: endpoint.url, LOCKSTEP_MODEL_KEY: 'sk-canary' }
    const judged = await lockstep(['golden', '--model', 'openai', '--json'], { ...env, ...model }, CART)
    await endpoint.close()
    const text = judged.lines.join('\n')
    const report = JSON.parse(text.slice(text.indexOf('\n{\n') + 1)) as {
      model: object
      passed: number
      failed: number
      results: Array<{ reason: string }>
    }
    expect(report.results[0]?.reason).toBe('Expected add_to_cart, it called get_cart.')
    expect(report).toMatchObject({ model: { label: 'stand-in' }, passed: 2 })
    expect(text).not.toContain('sk-canary')
    expect(judged.code).toBe(1)
  })

  test('says that it could not run with exit code 2', async () => {
    const { code, lines } = await lockstep(['golden', 'http://127.0.0.1:9/mcp', '--golden', 'apps/cart/golden.json'])
    expect(code).toBe(2)
    expect(lines.at(-1)).toContain('127.0.0.1:9')
  })
})

describe('lockstep call', () => {
  test('prints what a tool answers, and asks for --yes where it may destroy something', async () => {
    const read = await lockstep(['call', app.mcpUrl, 'rename_list', '{"label":"Food"}'])
    expect(read).toEqual({ code: 0, lines: ['Renamed to Food.'] })
    const refused = await lockstep(['call', app.mcpUrl, 'delete_list', '{"name":"a"}'])
    expect([refused.code, app.deletions]).toEqual([2, []])
    expect(refused.lines[0]).toContain('--yes')
    expect((await lockstep(['call', app.mcpUrl, 'delete_list', '{"name":"a"}', '--yes'])).code).toBe(0)
    expect(app.deletions).toEqual([{ name: 'a' }])
  })

  test('takes a picture of the view the call opens', async () => {
    const file = join(folder, 'list.png')
    const env = { LOCKSTEP_CHROMIUM: recordedChromium(ROOT) ?? (await findChromium())?.file ?? '' }
    const { code, lines } = await lockstep(['call', app.mcpUrl, 'open_list', '--screenshot', file], env)
    expect([code, lines.at(-1)]).toEqual([0, `Picture: ${file}`])
    const png = readFileSync(file)
    expect(png.toString('latin1', 1, 4)).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(400)
  })

  test('says which line installs a browser that is missing', async () => {
    const { code, lines } = await lockstep(['call', app.mcpUrl, 'open_list', '--screenshot', join(folder, 'x.png')], {
      LOCKSTEP_CHROMIUM: '/nowhere/chromium',
    })
    expect(code).toBe(2)
    expect(lines.at(-1)).toContain('npx playwright-core install chromium')
  })
})
