import { z } from 'zod'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../packages/server/src/tools/canonical-json.ts'
import { declareTool } from '../../packages/server/src/tools/declare-tool.ts'
import { fileInput } from '../../packages/server/src/tools/file-input.ts'
import type { Tool } from '../../packages/server/src/tools/tool.ts'
import { createWorld } from '../once/set-up.ts'

const input = z.strictObject({
  sku: z.string().max(20),
  quantity: z.int().min(1).max(99).default(1),
  options: z.record(z.string(), z.string()).optional(),
})

/** Takes a line, and shows what it was given. */
function lineTool(seen: unknown[] = []): Tool {
  const output = z.strictObject({ got: z.string() })
  return declareTool('add_line', { title: 'T', description: 'D', effect: 'write', input, output }, (line) => {
    seen.push(line)
    return { model: { got: JSON.stringify(line) }, text: 'Added.' }
  })
}

describe('arguments that no tool asked for', () => {
  test.each([
    ['nothing where something is needed', undefined, 'sku'],
    ['null', null, 'sku'],
    ['a list', [{ sku: 'eggs' }], ''],
    ['a text', 'eggs', ''],
    ['a number', 7, ''],
    ['a wrong type', { sku: 7 }, 'sku'],
    ['NaN', { sku: 'eggs', quantity: Number.NaN }, 'quantity'],
    ['Infinity', { sku: 'eggs', quantity: Infinity }, 'quantity'],
    ['a fraction', { sku: 'eggs', quantity: 1.5 }, 'quantity'],
    ['a number past the safe ones', { sku: 'eggs', quantity: 2 ** 60 }, 'quantity'],
    ['a number as a text', { sku: 'eggs', quantity: '1' }, 'quantity'],
    ['a text too long', { sku: 'x'.repeat(21) }, 'sku'],
    ['a price: mass assignment', { sku: 'eggs', price: 0 }, ''],
    ['an owner: mass assignment', { sku: 'eggs', ownerSub: 'me', revision: 7 }, ''],
  ])('SEC12 %s is refused with its path, and nothing runs', async (_, raw, path) => {
    const seen: unknown[] = []
    const told = await createWorld().newMachine().call(lineTool(seen), raw)
    expect(told).toMatchObject({ isError: true, code: 'invalid_request', model: null })
    expect(told.error['path'] ?? '').toBe(path)
    expect(told.text).toMatch(/^Invalid arguments for add_line/)
    expect(seen).toEqual([])
  })

  test.each([
    '{"sku":"eggs","__proto__":{"polluted":true}}',
    '{"sku":"eggs","constructor":{"prototype":{"polluted":true}}}',
    '{"sku":"eggs","options":{"__proto__":"x"}}',
    '{"sku":"eggs","options":{"constructor":"x"}}',
    '{"sku":"eggs","prototype":{}}',
    '{"__proto__":{"operationId":"op-0123456789abcdef","sku":"eggs"}}',
    '[{"__proto__":{}}]',
  ])('SEC11 %s pollutes nothing and runs nothing', async (json) => {
    const seen: unknown[] = []
    const told = await createWorld().newMachine().call(lineTool(seen), JSON.parse(json))
    expect(told).toMatchObject({ isError: true, code: 'invalid_request' })
    expect(seen).toEqual([])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('R17 more than 5,000 elements, at any depth, are refused before they are looked at', async () => {
    const { call } = createWorld().newMachine()
    const many = Array.from({ length: 5_001 }, (_, index) => index)
    expect(await call(lineTool(), { sku: many })).toMatchObject({ code: 'too_large' })
    expect(await call(lineTool(), { sku: 'eggs', options: Object.fromEntries(many.map((key) => [`k${key}`, 'v'])) })).toMatchObject({
      code: 'too_large',
    })
    let deep: unknown = 1
    for (let level = 0; level < 5_001; level += 1) deep = [deep]
    expect(await call(lineTool(), { sku: deep })).toMatchObject({ code: 'too_large' })
  })

  test('SEC12 what a schema fills in or leaves out is what the handler sees', async () => {
    const seen: unknown[] = []
    await createWorld().newMachine().call(lineTool(seen), { sku: 'eggs', operationId: 'op-0123456789abcdef' })
    expect(seen).toEqual([{ sku: 'eggs', quantity: 1 }])
  })
})

describe('the form in which arguments are compared', () => {
  test('S2.X.1 the order of members makes no difference, that of a list does', () => {
    expect(canonicalJson({ b: [1, 2], a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":[1,2]}')
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]))
  })

  test('S2.X.1 what differs in JSON differs here', () => {
    const values = [null, 0, '0', '', [], {}, [[]], [{}], { a: null }, { a: [] }, { a: '' }, false, { '': 0 }, { a: { b: 1 } }, { 'a.b': 1 }]
    expect(new Set(values.map(canonicalJson)).size).toBe(values.length)
  })
})

test.each(['file:///etc/passwd', 'javascript:alert(1)', 'data:text/plain,x', 'photo.png', ''])('%j is the address of no file', (download_url) => {
  const photo = (url: string) => z.strictObject({ photo: fileInput }).safeParse({ photo: { download_url: url, file_id: 'f' } }).success
  expect(photo(download_url)).toBe(false)
  expect(photo('https://files.example/f')).toBe(true)
})
