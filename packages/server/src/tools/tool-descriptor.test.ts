import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App, AppOptions } from '../app.ts'
import { connect, ERAS, openApp, type Era } from '../testing/open-app.ts'
import { fileInput } from './file-input.ts'
import { reply } from './reply.ts'

const html = '<!doctype html><html lang="en"><title>Cart</title></html>'
const cart = z.strictObject({ cart: z.looseObject({}) })
const CART = { cart: { id: 'c1', items: [{ id: 'p1', quantity: 2 }] } }

/** The canonical example of chatgpt-contract 9.1, as an app declares it. */
function declareShop(app: App): void {
  const view = app.view('cart', {
    html: () => html,
    describe: 'Interactive cart; quantities can be changed in place.',
    border: true,
    domain: 'https://shop.example.com',
    csp: { connect: [], resource: ['https://cdn.example.com'], redirect: ['https://shop.example.com'] },
    modes: ['inline', 'fullscreen'],
    preferredMode: 'inline',
  })
  app.tool(
    'show_cart',
    {
      title: 'Show cart',
      description: 'Use this when the user wants to see or edit their cart. Call get_cart first.',
      effect: 'read',
      input: z.strictObject({ cartId: z.string() }),
      output: cart,
      view,
      status: ['Opening cart…', 'Cart ready'],
    },
    () =>
      reply({
        model: CART,
        text: 'Cart c1 has 1 item (2 pieces).',
        private: { cartVersion: 7, imagesById: { p1: 'https://cdn.example.com/p1.webp' } },
      }),
  )
  app.tool(
    'sync_cart',
    {
      title: 'Sync cart',
      description: 'Stores the cart edited in the widget.',
      effect: 'destroy',
      idempotent: true,
      visibility: ['app'],
      once: 'own',
      input: z.strictObject({ cartId: z.string(), baseVersion: z.int(), idempotencyKey: z.string(), items: z.array(z.looseObject({})) }),
      output: cart,
    },
    () => reply({ model: CART, text: 'Saved.' }),
  )
}

const uri = expect.stringMatching(/^ui:\/\/demo\/cart-[0-9a-f]{16}\.html$/)
const $schema = 'https://json-schema.org/draft/2020-12/schema'
const cartJson = {
  $schema,
  type: 'object',
  properties: { cart: { type: 'object', properties: {}, additionalProperties: {} } },
  required: ['cart'],
  additionalProperties: false,
}
const openAiKeys = (value: object): string[] => Object.keys(value).filter((key) => key.startsWith('openai/'))

const answer = z.object({ result: z.object({ tools: z.array(z.looseObject({ name: z.string(), _meta: z.looseObject({}) })) }) })

/** The tools as they are on the wire: the official client takes off what it does not know. */
async function listed(declare: (app: App) => void, era: Era, options: Partial<AppOptions> = {}) {
  let body = ''
  const client = await connect((await openApp(declare, options)).mcpUrl, era, async (url, init) => {
    const response = await fetch(url, init)
    body = await response.clone().text()
    return response
  })
  await client.listTools()
  const { tools } = answer.parse(JSON.parse(body.replace(/^[^]*?data: /, ''))).result
  return { client, tools, byName: new Map(tools.map((tool) => [tool.name, tool])) }
}

const inputJson = z.looseObject({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).optional() })

describe.each(ERAS)('over MCP, %s era', (era) => {
  test('S1.I.4 S1.I.5 S2.V.1 S2.V.3 S2.G.1 the canonical tools, whole, in both dialects', async () => {
    const { tools } = await listed(declareShop, era)
    expect(tools).toEqual([
      {
        name: 'show_cart',
        title: 'Show cart',
        description: 'Use this when the user wants to see or edit their cart. Call get_cart first.',
        inputSchema: { $schema, type: 'object', properties: { cartId: { type: 'string' } }, required: ['cartId'], additionalProperties: false },
        outputSchema: cartJson,
        annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false, idempotentHint: true },
        securitySchemes: [{ type: 'noauth' }],
        _meta: {
          securitySchemes: [{ type: 'noauth' }],
          ui: { resourceUri: uri, visibility: ['model', 'app'] },
          'openai/outputTemplate': uri,
          'openai/widgetAccessible': true,
          'openai/visibility': 'public',
          'openai/toolInvocation/invoking': 'Opening cart…',
          'openai/toolInvocation/invoked': 'Cart ready',
        },
      },
      {
        name: 'sync_cart',
        title: 'Sync cart',
        description: 'Stores the cart edited in the widget.',
        inputSchema: {
          $schema,
          type: 'object',
          properties: {
            cartId: { type: 'string' },
            baseVersion: { type: 'integer' },
            idempotencyKey: { type: 'string' },
            items: { type: 'array', items: { type: 'object', properties: {}, additionalProperties: {} } },
          },
          required: ['cartId', 'baseVersion', 'idempotencyKey', 'items'],
          additionalProperties: false,
        },
        outputSchema: cartJson,
        annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false, idempotentHint: true },
        _meta: { ui: { visibility: ['app'] }, 'openai/widgetAccessible': true, 'openai/visibility': 'private' },
      },
    ])
  })

  test('S1.H.1 S2.U.1 S2.U.2 the canonical resource and result, whole', async () => {
    const { client } = await listed(declareShop, era)
    const { resources } = await client.listResources()
    const [listedView] = resources
    const { contents } = await client.readResource({ uri: listedView?.uri ?? '' })
    const _meta = {
      ui: { prefersBorder: true, csp: { connectDomains: [], resourceDomains: ['https://cdn.example.com'] } },
      'openai/ui': { availableDisplayModes: ['inline', 'fullscreen'], preferredDisplayMode: 'inline' },
      'openai/widgetDescription': 'Interactive cart; quantities can be changed in place.',
      'openai/widgetPrefersBorder': true,
      'openai/widgetDomain': 'https://shop.example.com',
      'openai/widgetCSP': { connect_domains: [], resource_domains: ['https://cdn.example.com'], redirect_domains: ['https://shop.example.com'] },
    }
    expect(contents).toEqual([{ uri: listedView?.uri, mimeType: 'text/html;profile=mcp-app', text: html, _meta }])
    expect(resources).toEqual([
      { uri, name: 'cart', description: 'Interactive cart; quantities can be changed in place.', mimeType: 'text/html;profile=mcp-app', _meta },
    ])
    const result = await client.callTool({ name: 'show_cart', arguments: { cartId: 'c1' } })
    expect(result).toMatchObject({
      structuredContent: CART,
      content: [{ type: 'text', text: 'Cart c1 has 1 item (2 pieces).' }],
      _meta: { cartVersion: 7, imagesById: { p1: 'https://cdn.example.com/p1.webp' } },
    })
  })

  test('aliases switched off: nothing of OpenAI’s is left but the list that the standard has no name for', async () => {
    const { client, tools } = await listed(declareShop, era, { dialects: 'standard' })
    expect(tools.map(({ _meta }) => openAiKeys(_meta))).toEqual([[], []])
    expect(tools[0]?._meta).toEqual({ securitySchemes: [{ type: 'noauth' }], ui: { resourceUri: uri, visibility: ['model', 'app'] } })
    const { resources } = await client.listResources()
    expect(resources[0]?._meta).toEqual({
      ui: { prefersBorder: true, csp: { connectDomains: [], resourceDomains: ['https://cdn.example.com'] } },
      'openai/widgetCSP': { connect_domains: [], resource_domains: ['https://cdn.example.com'], redirect_domains: ['https://shop.example.com'] },
    })
  })

  test('S1.I.6 files, entrypoints and sign-in are emitted where hosts look for them', async () => {
    const { byName } = await listed((app) => {
      const view = app.view('part', { html: () => html, describe: 'A part', border: false })
      const base = { title: 'T', description: 'Use this when a part is wanted.', output: z.strictObject({}) }
      app.tool(
        'open_part',
        {
          ...base,
          effect: 'read',
          view,
          files: ['photo', 'scans'],
          entrypoints: [{ type: 'file', extensions: ['.stl'] }],
          auth: [{ type: 'noauth' }, { type: 'oauth2', scopes: ['parts.read'] }],
          input: z.strictObject({
            file: z.strictObject({ name: z.string(), resourceUri: z.string() }).optional(),
            photo: fileInput.optional(),
            scans: z.array(fileInput).optional(),
          }),
        },
        () => reply({ model: {}, text: 'ok' }),
      )
    }, era)
    const tool = byName.get('open_part')
    const schemes = [{ type: 'noauth' }, { type: 'oauth2', scopes: ['parts.read'] }]
    expect(tool?.['securitySchemes']).toEqual(schemes)
    expect(tool?._meta).toMatchObject({
      securitySchemes: schemes,
      'openai/fileParams': ['photo', 'scans'],
      'openai/ui': { entrypoints: [{ type: 'file', extensions: ['.stl'] }] },
    })
    const file = {
      type: 'object',
      properties: { download_url: { type: 'string' }, file_id: { type: 'string' }, mime_type: { type: 'string' }, file_name: { type: 'string' } },
      required: ['download_url', 'file_id'],
    }
    const { properties } = inputJson.parse(tool?.['inputSchema'])
    expect([properties['photo'], properties['scans']]).toEqual([file, { type: 'array', items: file }])
  })

  test('X13 S2.G.4 who may call is one option: a permission for views and one for the model, no accessibility hint', async () => {
    const base = {
      title: 'T',
      description: 'Use this when it is wanted.',
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({}),
    } as const
    const run = () => reply({ model: {}, text: 'ok' })
    const { byName } = await listed((app) => {
      app.tool('both', base, run)
      app.tool('model', { ...base, visibility: ['model'] }, run)
      app.tool('app', { ...base, visibility: ['app'] }, run)
    }, era)
    const told = (name: string) => {
      const { ui, 'openai/widgetAccessible': accessible, 'openai/visibility': visibility } = byName.get(name)?._meta ?? {}
      return [ui, accessible, visibility]
    }
    expect(told('both')).toEqual([{ visibility: ['model', 'app'] }, true, 'public'])
    expect(told('model')).toEqual([{ visibility: ['model'] }, false, 'public'])
    expect(told('app')).toEqual([{ visibility: ['app'] }, true, 'private'])
  })

  test('S2.K.7 what a write takes beside its own inputs is in its schema, never required', async () => {
    const base = { title: 'T', description: 'Use this when it is wanted.', input: z.strictObject({ id: z.string() }), output: z.strictObject({}) }
    const run = () => reply({ model: {}, text: 'ok' })
    const { byName } = await listed((app) => {
      app.tool('look', { ...base, effect: 'read' }, run)
      app.tool('add', { ...base, effect: 'write' }, run)
      app.tool('put', { ...base, effect: 'write', once: 'own' }, run)
      app.tool('drop', { ...base, effect: 'destroy', confirm: ({ id }) => ({ question: `Drop ${id}?` }) }, run)
    }, era)
    const inputs = (name: string) => Object.keys(inputJson.parse(byName.get(name)?.['inputSchema']).properties)
    expect(['look', 'add', 'put', 'drop'].map(inputs)).toEqual([['id'], ['id', 'operationId'], ['id'], ['id', 'operationId', 'confirmation']])
    for (const tool of byName.values()) expect(inputJson.parse(tool['inputSchema']).required).toEqual(['id'])
  })
})
