import { z } from 'zod'
import { expect, test } from 'vitest'
import type { BudgetRule } from '../../packages/server/src/tools/budget.ts'
import { overBudget, tokensOf } from '../../packages/server/src/tools/budget.ts'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import { createWorld } from '../once/set-up.ts'

const row = z.strictObject({ id: z.string(), note: z.string() })
const output = z.strictObject({ title: z.string(), rows: z.array(row) })

async function answerOf(rows: number, note: string, parts: { isDevelopment?: boolean; budget?: BudgetRule } = {}) {
  const world = createWorld()
  const model = { title: 'Notes', rows: Array.from({ length: rows }, (_, index) => ({ id: `n_${index}`, note })) }
  const options = { title: 'T', description: 'D', effect: 'read' as const, input: z.strictObject({}), output }
  const tool = declareTool('list_notes', options, () => ({ model, text: 'Here they are.' }))
  const told = await world.newMachine(parts).call(tool)
  return { told, warnings: world.lines.filter(({ level }) => level === 40) }
}

test('S1.H.2 S2.R.1 S2.R.4 an answer past 4,000 tokens is warned about once, with the fields that cost most', async () => {
  const { told, warnings } = await answerOf(100, 'x'.repeat(200))
  expect(told.isError).toBe(false)
  expect(told.meta).toEqual({})
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatchObject({ tool: 'list_notes', limitTokens: 4_000, tokens: expect.any(Number) })
  const fields = warnings[0]?.['fields'] as Array<{ path: string; tokens: number }>
  expect(fields.map(({ path }) => path).slice(0, 2)).toEqual(['rows.*.note', 'rows.*.id'])
  expect(fields.length).toBeLessThanOrEqual(5)
  expect(fields[0]?.tokens).toBeGreaterThan(6_000)
})

test('S1.H.2 S2.R.1 a small answer is not', async () => {
  const { told, warnings } = await answerOf(10, 'short', { isDevelopment: true })
  expect(warnings).toEqual([])
  expect(told.meta).toEqual({})
})

test('S1.H.2 in development the answer itself carries the warning, where a view or a test sees it', async () => {
  const { told } = await answerOf(100, 'x'.repeat(200), { isDevelopment: true })
  expect(told.meta['lockstep/warnings']).toEqual([expect.objectContaining({ code: 'over_budget', limitTokens: 4_000 })])
})

test('S1.H.2 the budget is the app’s to set, and may be an error in development only', async () => {
  const budget = { tokens: 100, mode: 'error' } as const
  const strict = await answerOf(10, 'short but many', { isDevelopment: true, budget })
  expect(strict.told).toMatchObject({ isError: true, code: 'over_budget', text: expect.stringContaining('rows.*.note'), error: { limitTokens: 100 } })
  const live = await answerOf(10, 'short but many', { budget })
  expect(live.told.isError).toBe(false)
  expect(live.warnings).toHaveLength(1)
})

test('S1.H.2 a text counts as the data does, and is named as such', () => {
  const over = overBudget({}, [{ type: 'text', text: 'x'.repeat(30_000) }], {})
  expect(over?.fields[0]?.path).toBe('content.*.text')
})

test('S1.H.2 tokens are estimated from bytes of UTF-8, not from characters', () => {
  const ascii = overBudget({ a: 'x'.repeat(9_000) }, [], {})
  const greek = overBudget({ a: 'ω'.repeat(9_000) }, [], {})
  expect(ascii).toBeNull()
  expect(greek).toMatchObject({ tokens: tokensOf(18_000 + '{"a":""}[]'.length) })
  expect(greek?.bytes).toBeGreaterThanOrEqual(greek?.tokens ?? Infinity)
})
