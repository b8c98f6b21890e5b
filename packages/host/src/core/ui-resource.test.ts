import { describe, expect, it } from 'vitest'
import { CHATGPT_2025, CHATGPT_2026, MCP_APPS_ONLY, TEXT_ONLY } from '@lockstep/contract'
import { readDomain } from './resource-declarations.ts'
import { needsListedMeta, parseUiResource } from './ui-resource.ts'

const uri = 'ui://x/v.html'
const html = '<!doctype html><p>x'
const mcpApp = 'text/html;profile=mcp-app'

describe('parseUiResource', () => {
  it.each<[string, unknown, string]>([
    ['missing', [], 'missing'],
    ['missing', 'nonsense', 'missing'],
    ['mime', [{ uri, mimeType: 'text/html', text: html }], 'mime'],
    ['mime', [{ uri, text: html }], 'mime'],
    ['html', [{ uri, mimeType: mcpApp, text: 'just words' }], 'html'],
    ['html', [{ uri, mimeType: mcpApp, text: '' }], 'html'],
    ['size', [{ uri, mimeType: mcpApp, text: `<p>${'x'.repeat(10_000_001)}` }], 'size'],
  ])('names the gate %s', (_gate, contents, gate) => {
    expect(parseUiResource(uri, contents)).toMatchObject({ ok: false, gate })
  })

  it.each([mcpApp, 'text/html; profile=mcp-app', 'Text/HTML;profile="mcp-app"'])('H6 gives %j both bridges', (mimeType) => {
    expect(parseUiResource(uri, [{ uri, mimeType, text: html }])).toMatchObject({ ok: true, resource: { hasBridge: true } })
  })

  it('H6 gives a legacy resource window.openai alone', () => {
    expect(parseUiResource(uri, [{ uri, mimeType: 'text/html+skybridge', text: html }])).toMatchObject({ ok: true, resource: { hasBridge: false } })
  })

  it('X15 reads both dialects, the standard winning', () => {
    const _meta = {
      ui: { csp: { connectDomains: ['https://a.example'] }, prefersBorder: true, permissions: { microphone: {}, teleport: {} } },
      'openai/widgetCSP': { connect_domains: ['https://b.example'], redirect_domains: ['https://r.example'] },
      'openai/widgetPrefersBorder': false,
      'openai/widgetDescription': 'A cart.',
    }
    expect(parseUiResource(uri, [{ uri, mimeType: mcpApp, text: html, _meta }])).toEqual({
      ok: true,
      resource: {
        html,
        hasBridge: true,
        csp: { connectDomains: ['https://a.example'] },
        isCspDeclared: true,
        redirectDomains: ['https://r.example'],
        permissions: ['microphone'],
        prefersBorder: true,
        description: 'A cart.',
        widgetDomain: null,
        displayHint: null,
        notes: [],
      },
    })
    const legacy = { 'openai/widgetCSP': { connect_domains: ['https://b.example'], resource_domains: ['https://c.example'] } }
    expect(parseUiResource(uri, [{ uri, mimeType: mcpApp, text: html, _meta: legacy }])).toMatchObject({
      resource: { csp: { connectDomains: ['https://b.example'], resourceDomains: ['https://c.example'] } },
    })
  })

  it('asks for no permission by a name that every object has', () => {
    const _meta = { ui: { permissions: { constructor: {}, toString: {}, camera: {} } } }
    expect(parseUiResource(uri, [{ uri, mimeType: mcpApp, text: html, _meta }])).toMatchObject({ resource: { permissions: ['camera'] } })
  })

  it('reads a base64 blob', () => {
    expect(parseUiResource(uri, [{ uri, mimeType: mcpApp, blob: Buffer.from(html).toString('base64') }])).toMatchObject({ resource: { html } })
  })

  it('H25 reads only the dialects of the platform, and renders only its MIME types', () => {
    const _meta = {
      ui: { csp: { connectDomains: ['https://a.example'] }, domain: 'https://std.example' },
      'openai/widgetCSP': { connect_domains: ['https://b.example'] },
      'openai/widgetDomain': 'https://own.example',
    }
    const contents = [{ uri, mimeType: mcpApp, text: html, _meta }]
    expect(parseUiResource(uri, contents, MCP_APPS_ONLY)).toMatchObject({
      resource: { csp: { connectDomains: ['https://a.example'] }, widgetDomain: 'https://std.example' },
    })
    expect(parseUiResource(uri, contents, CHATGPT_2026)).toMatchObject({ resource: { widgetDomain: 'https://own.example' } })
    expect(parseUiResource(uri, contents, CHATGPT_2025)).toMatchObject({ ok: false, gate: 'mime' })
    expect(parseUiResource(uri, [{ ...contents[0], mimeType: 'text/html+skybridge' }], CHATGPT_2025)).toMatchObject({
      resource: { hasBridge: false, csp: { connectDomains: ['https://b.example'] } },
    })
    expect(parseUiResource(uri, contents, TEXT_ONLY)).toMatchObject({ ok: false, gate: 'mime' })
  })

  it('H4 takes what the contents do not say from the entry of resources/list', () => {
    const bare = [{ uri, mimeType: mcpApp, text: html }]
    expect(needsListedMeta(uri, bare)).toBe(true)
    expect(needsListedMeta(uri, [{ ...bare[0], _meta: { 'x/own': 1 } }])).toBe(true)
    expect(needsListedMeta(uri, [{ ...bare[0], _meta: { ui: {} } }])).toBe(false)
    expect(needsListedMeta(uri, [])).toBe(false)
    const listed = { ui: { prefersBorder: true }, 'openai/widgetDescription': 'Listed.' }
    expect(parseUiResource(uri, bare, CHATGPT_2026, listed)).toMatchObject({ resource: { prefersBorder: true, description: 'Listed.' } })
    const both = [{ ...bare[0], _meta: { ui: { prefersBorder: false } } }]
    expect(parseUiResource(uri, both, CHATGPT_2026, listed)).toMatchObject({ resource: { prefersBorder: false, description: 'Listed.' } })
  })

  it('tells a CSP that declares nothing from none at all', () => {
    const declaredIn = (_meta: Record<string, unknown>): unknown => parseUiResource(uri, [{ uri, mimeType: mcpApp, text: html, _meta }])
    expect(declaredIn({})).toMatchObject({ resource: { isCspDeclared: false } })
    expect(declaredIn({ ui: { csp: {} } })).toMatchObject({ resource: { isCspDeclared: true } })
    expect(declaredIn({ 'openai/widgetCSP': {} })).toMatchObject({ resource: { isCspDeclared: true } })
  })

  it.each<[unknown, string | null, RegExp | null]>([
    ['https://app.example.com', 'https://app.example.com', null],
    ['app.example.com', 'https://app.example.com', /write it so/],
    ['https://app.example.com/', 'https://app.example.com', /write it so/],
    ['https://App.Example.com', 'https://app.example.com', /write it so/],
    ['http://localhost:8000', 'http://localhost:8000', null],
    ['https://app.example.com/shop', null, /left out/],
    ['https://*.example.com', null, /left out/],
    ['https://me:secret@app.example.com', null, /left out/],
    ['javascript:alert(1)', null, /left out/],
    ['', null, /left out/],
    [{ domain: 1 }, null, /left out/],
    [undefined, null, null],
  ])('X14 S1.I.1 reads the domain %j as %j', (value, domain, note) => {
    const read = readDomain(value)
    expect(read.domain).toBe(domain)
    if (note === null) expect(read.note).toBeNull()
    else expect(read.note).toMatch(note)
  })
})
