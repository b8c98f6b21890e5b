import { describe, expect, it } from 'vitest'
import { parseUiResource } from './ui-resource.ts'

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

  it('reads both dialects, the standard winning', () => {
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
        redirectDomains: ['https://r.example'],
        permissions: ['microphone'],
        prefersBorder: true,
        description: 'A cart.',
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
})
