import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { connect, ERAS } from '../../packages/server/src/testing/open-app.ts'
import { startCart } from '../support/start-cart.ts'

/** Who may call a tool, as its metadata says. */
function visibilityOf({ _meta: meta }: { _meta?: Record<string, unknown> | undefined }): string[] {
  const { visibility = [] } = (meta?.['ui'] ?? {}) as { visibility?: string[] }
  return visibility
}

/** A call of each tool of the cart that reads; `cartId` is one that exists. */
const READS: Readonly<Record<string, (cartId: string) => Record<string, unknown>>> = {
  get_cart: (cartId) => ({ cartId }),
  search_products: () => ({ query: 'eggs' }),
  cart_changes: (cartId) => ({ cartId }),
}

describe.each(ERAS)('what tools say of themselves, %s era', (era) => {
  test('SEC21 the list is the same before and after anything is called', async () => {
    const { mcpUrl } = await startCart()
    const client = await connect(mcpUrl, era)
    const before = await client.listTools()
    await client.callTool({ name: 'search_products', arguments: { query: 'eggs' } })
    await client.callTool({ name: 'add_to_cart', arguments: { items: [{ name: 'eggs', quantity: 2 }] } })
    const after = await (await connect(mcpUrl, era)).listTools()
    expect(isDeepStrictEqual(after.tools, before.tools)).toBe(true)
  })

  test('SEC21 each states all four hints and who may call it, and hints agree with each other', async () => {
    const { tools } = await (await connect((await startCart()).mcpUrl, era)).listTools()
    expect(tools.length).toBeGreaterThan(5)
    for (const tool of tools) {
      const { name, annotations, _meta: meta } = tool
      const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {}
      expect([name, typeof readOnlyHint, typeof destructiveHint, typeof idempotentHint, typeof openWorldHint]).toEqual([
        name,
        ...Array.from({ length: 4 }, () => 'boolean'),
      ])
      expect([name, readOnlyHint === true && (destructiveHint === true || idempotentHint === false)]).toEqual([name, false])
      const visibility = visibilityOf(tool)
      // the old names say the same as the new ones: a host reads one or the other
      expect([name, meta?.['openai/visibility'], meta?.['openai/widgetAccessible']]).toEqual([
        name,
        visibility.includes('model') ? 'public' : 'private',
        visibility.includes('app'),
      ])
    }
    // the server cannot know who calls; that a tool is for the view alone is told, and each such tool guards itself
    const forViewOnly = tools.filter((tool) => !visibilityOf(tool).includes('model'))
    expect(forViewOnly.map(({ name }) => name).sort()).toEqual(['cart_changes', 'sync_cart'])
  })

  test('SEC21 a tool that says it reads changes nothing', async () => {
    const { mcpUrl } = await startCart()
    const client = await connect(mcpUrl, era)
    const added = await client.callTool({ name: 'add_to_cart', arguments: { items: [{ name: 'eggs', quantity: 1 }] } })
    const { cartId } = added.structuredContent as { cartId: string }
    expect(cartId).toBeTypeOf('string')
    const look = async () => (await client.callTool({ name: 'get_cart', arguments: { cartId } })).structuredContent
    const before = await look()
    expect(before).toBeDefined()
    const { tools } = await client.listTools()
    const reading = tools.filter(({ annotations }) => annotations?.readOnlyHint === true).map(({ name }) => name)
    expect(reading.sort()).toEqual(Object.keys(READS).sort())
    for (const name of reading) await client.callTool({ name, arguments: READS[name]?.(cartId) ?? {} })
    expect(await look()).toEqual(before)
  })
})
