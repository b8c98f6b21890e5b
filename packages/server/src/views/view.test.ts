import { describe, expect, test } from 'vitest'
import { viewMeta } from './view-metadata.ts'
import type { ViewOptions } from './view-options.ts'
import { declareView } from './view.ts'

const html = () => '<!doctype html><title>Search</title>'
const said = { html, describe: 'Search results', border: true }

/** Seed 1, section J, word for word. */
const SAMPLE = {
  'openai/widgetDescription': 'Search results widget',
  'openai/widgetPrefersBorder': true,
  'openai/widgetDomain': 'widgets.example.com',
  'openai/widgetCSP': {
    connect_domains: [],
    resource_domains: ['https://oaistatic.com'],
    redirect_domains: [],
    frame_domains: [],
  },
}

function metaOf(options: ViewOptions): Record<string, unknown> {
  return viewMeta(declareView('demo', 'search', options).settings, 'both', null)
}

/** What a declaration is refused with. */
function refusal(options: unknown): string {
  try {
    declareView('demo', 'search', options as ViewOptions)
  } catch (error) {
    expect(error).toMatchObject({ code: 'VIEW_INVALID', blame: 'user' })
    return (error as Error).message
  }
  return 'accepted'
}

describe('metadata as the platforms write it', () => {
  test('S1.J.1 X14 the sample of seed 1 is accepted as it stands: a bare host, empty lists, an https address among the resources', () => {
    const notes: string[] = []
    const view = declareView('demo', 'search', { html, meta: SAMPLE }, (note) => notes.push(note))
    expect(viewMeta(view.settings, 'both', null)).toEqual({
      ui: { prefersBorder: true, csp: { connectDomains: [], resourceDomains: ['https://oaistatic.com'], frameDomains: [] } },
      'openai/ui': { availableDisplayModes: ['inline'], preferredDisplayMode: 'inline' },
      ...SAMPLE,
      'openai/widgetDomain': 'https://widgets.example.com',
    })
    expect(notes).toEqual(["view 'search': domain 'widgets.example.com' is sent as 'https://widgets.example.com'; write it so"])
  })

  test('what is said beside it wins', () => {
    expect(metaOf({ html, meta: SAMPLE, describe: 'Found', border: false, domain: 'https://found.example.com', csp: {} })).toEqual({
      ui: { prefersBorder: false, csp: { connectDomains: [], resourceDomains: [] } },
      'openai/ui': { availableDisplayModes: ['inline'], preferredDisplayMode: 'inline' },
      'openai/widgetDescription': 'Found',
      'openai/widgetPrefersBorder': false,
      'openai/widgetDomain': 'https://found.example.com',
      'openai/widgetCSP': { connect_domains: [], resource_domains: [] },
    })
  })

  test('X15 the standard’s words are accepted too, and both together where they agree', () => {
    const ui = { prefersBorder: true, csp: { connectDomains: ['https://api.example.com'] }, permissions: { microphone: {} } }
    const both = { ui, 'openai/widgetCSP': { connect_domains: ['https://api.example.com'], redirect_domains: ['https://shop.example.com'] } }
    expect(metaOf({ html, describe: 'D', meta: both })).toMatchObject({
      ui: { prefersBorder: true, csp: { connectDomains: ['https://api.example.com'] }, permissions: { microphone: {} } },
      'openai/widgetCSP': { connect_domains: ['https://api.example.com'], redirect_domains: ['https://shop.example.com'] },
    })
    expect(metaOf({ html, describe: 'D', border: true, meta: { 'openai/ui': { availableDisplayModes: ['fullscreen', 'inline'] } } })).toMatchObject({
      'openai/ui': { availableDisplayModes: ['fullscreen', 'inline'], preferredDisplayMode: 'fullscreen' },
    })
  })

  test.each<[string, object, RegExp]>([
    [
      'X13 a key that belongs on a tool',
      { 'openai/widgetAccessible': true },
      /\['openai\/widgetAccessible'\]: it belongs on a tool; say it by 'visibility'/,
    ],
    ['an unknown key', { 'openai/widgetColor': 'red' }, /\['openai\/widgetColor'\]: no such key/],
    ['a prototype key', JSON.parse('{"__proto__": {"polluted": 1}}') as object, /\['__proto__'\]: no such key/],
    ['a border that is no boolean', { 'openai/widgetPrefersBorder': 'yes' }, /expected true or false/],
    ['camelCase in the alias', { 'openai/widgetCSP': { connectDomains: [] } }, /connectDomains is the other dialect's name; write 'connect_domains'/],
    ['snake_case in the standard', { ui: { csp: { connect_domains: [] } } }, /connect_domains is the other dialect's name; write 'connectDomains'/],
    ['redirects in the standard', { ui: { csp: { redirect_domains: [] } } }, /redirect_domains is the other dialect's name, which has no such list/],
    ['a misspelt list', { 'openai/widgetCSP': { conect_domains: [] } }, /has no member 'conect_domains'/],
    ['dialects that disagree', { ui: { prefersBorder: false }, 'openai/widgetPrefersBorder': true }, /different things/],
    [
      'lists that disagree',
      { ui: { csp: { resourceDomains: [] } }, 'openai/widgetCSP': { resource_domains: ['https://a.example'] } },
      /different things/,
    ],
    ['an unknown permission', { ui: { permissions: { payment: {} } } }, /no permission 'payment'/],
    ['a member of openai/ui that is none', { 'openai/ui': { entrypoints: [] } }, /no 'entrypoints'/],
  ])('X15 refuses %s, naming it', (_, meta, message) => {
    expect(refusal({ html, describe: 'D', border: true, meta })).toMatch(message)
  })

  test('without a description or a border it is refused', () => {
    expect(refusal({ html, meta: { 'openai/widgetPrefersBorder': true } })).toContain("expected 'describe'")
    expect(refusal({ html, meta: { 'openai/widgetDescription': 'D' } })).toContain("expected 'border'")
  })
})

describe('our own words', () => {
  test.each<[string, NonNullable<ViewOptions['csp']>]>([
    ['ours', { connect: ['https://a.example'], resource: ['https://*.b.example'], frame: ['https://c.example'] }],
    ['the standard’s', { connectDomains: ['https://a.example'], resourceDomains: ['https://*.b.example'], frameDomains: ['https://c.example'] }],
    ['OpenAI’s', { connect_domains: ['https://a.example'], resource_domains: ['https://*.b.example'], frame_domains: ['https://c.example'] }],
  ])('X15 csp in %s says the same', (_, csp) => {
    expect(metaOf({ ...said, csp })).toMatchObject({
      ui: { csp: { connectDomains: ['https://a.example'], resourceDomains: ['https://*.b.example'], frameDomains: ['https://c.example'] } },
      'openai/widgetCSP': { connect_domains: ['https://a.example'], resource_domains: ['https://*.b.example'], frame_domains: ['https://c.example'] },
    })
  })

  test('modes, permissions and the base address come out where hosts look; what is not said is not sent', () => {
    const meta = metaOf({
      ...said,
      modes: ['inline', 'fullscreen'],
      permissions: ['microphone', 'clipboardWrite'],
      csp: { baseUri: ['https://a.example'] },
    })
    expect(meta).toMatchObject({
      ui: { permissions: { microphone: {}, clipboardWrite: {} }, csp: { baseUriDomains: ['https://a.example'] } },
      'openai/ui': { availableDisplayModes: ['inline', 'fullscreen'], preferredDisplayMode: 'inline' },
    })
    expect(metaOf(said)).not.toHaveProperty('openai/widgetDomain')
    expect(metaOf(said)['ui']).toEqual({ prefersBorder: true, csp: { connectDomains: [], resourceDomains: [] } })
  })

  test.each<[string, string | null]>([
    ['https://app.example.com', 'https://app.example.com'],
    ['app.example.com', 'https://app.example.com'],
    ['https://app.example.com/', 'https://app.example.com'],
    ['http://view.localhost:4701', 'http://view.localhost:4701'],
    ['http://app.example.com', null],
    ['https://*.example.com', null],
    ['*.example.com', null],
    ['https://app.example.com/cart', null],
    ['', null],
    ['app example', null],
  ])('X14 S1.I.1 the domain %j is read as %j', (domain, expected) => {
    if (expected === null) expect(refusal({ ...said, domain })).toContain('https origin without a wildcard')
    else expect(metaOf({ ...said, domain })['openai/widgetDomain']).toBe(expected)
  })

  test.each<[string, object, string]>([
    ['the same list in two spellings', { csp: { connect: [], connect_domains: [] } }, "twice, the second time as 'connect_domains'"],
    ['an unknown list', { csp: { conect: [] } }, "no member 'conect'"],
    ['a list that is none', { csp: { connect: 'https://a.example' } }, 'to be a list'],
    ['an origin without scheme', { csp: { resource: ['cdn.example.com'] } }, "got 'cdn.example.com'"],
    ['a bare wildcard', { csp: { resource: ['*'] } }, "got '*'"],
    ['SEC9 an origin that carries a directive', { csp: { resource: ["https://a.example; script-src 'unsafe-eval'"] } }, 'got '],
    ['a mode that is none', { modes: ['pip'] }, 'expected modes'],
    ['no mode', { modes: [] }, 'expected modes'],
    ['a preferred mode that it has not', { preferredMode: 'fullscreen' }, 'one of its modes (inline)'],
    ['an unknown permission', { permissions: ['payment'] }, "got 'payment'"],
    ['two sources', { entry: './views/a.tsx' }, "either 'entry'"],
    ['no source', { html: undefined }, "either 'entry'"],
    ['a URI that is none', { uri: 'https://a.example/a.html' }, 'expected a URI'],
    ['the URI of a legacy document', { uri: 'ui://demo/a.skybridge.html' }, 'expected a URI'],
  ])('refuses %s', (_, options, message) => {
    expect(refusal({ ...said, ...options })).toContain(message)
  })
})
