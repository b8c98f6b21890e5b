import { describe, expect, it } from 'vitest'
import { buildViewCsp, sanitiseSource, violationFixes, violationHint } from './csp.ts'

const ancestors = ['http://x-proxy.localhost:4701', 'http://localhost:4700']
const build = (csp: Parameters<typeof buildViewCsp>[0]['csp']): ReturnType<typeof buildViewCsp> =>
  buildViewCsp({ csp, ancestors, reportPath: '/r/key' })
const directives = (header: string): Record<string, string> =>
  Object.fromEntries(header.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1).join(' ')]))

describe('buildViewCsp', () => {
  it('is strict when nothing is declared', () => {
    expect(directives(build({}).header)).toEqual({
      'default-src': "'none'",
      'script-src': "'self' 'unsafe-inline'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'media-src': "'self' data:",
      'connect-src': "'none'",
      'frame-src': "'none'",
      'worker-src': "'none'",
      'object-src': "'none'",
      'form-action': "'none'",
      'base-uri': "'self'",
      'frame-ancestors': ancestors.join(' '),
      'report-uri': '/r/key',
    })
  })

  it('S1.I.3 maps each kind of domain to its directives', () => {
    const found = directives(
      build({
        connectDomains: ['https://api.example'],
        resourceDomains: ['https://cdn.example'],
        frameDomains: ['https://video.example'],
        baseUriDomains: ['https://base.example'],
      }).header,
    )
    expect(found['connect-src']).toBe('https://api.example')
    for (const name of ['script-src', 'style-src', 'img-src', 'font-src', 'media-src']) expect(found[name]).toContain('https://cdn.example')
    expect(found['frame-src']).toBe('https://video.example')
    expect(found['base-uri']).toBe('https://base.example')
  })

  it.each([
    '*',
    'https://*',
    'https:',
    'data:',
    'blob:',
    "'unsafe-eval'",
    "'self'",
    'https://a.example; script-src *',
    'https://a.example https://b.example',
    'https://a.example,*',
    'javascript://a.example',
    'https://*.com',
    'https://a.example:*',
    'https://a.*',
    '',
    'https://a.example\n*',
    'file:///x',
  ])('SEC9 leaves out %j and says so', (entry) => {
    const { header, rejected } = build({ connectDomains: [entry], resourceDomains: [entry] })
    expect(rejected).toHaveLength(2)
    expect(header).toBe(build({}).header)
  })

  it('S1.J.1 accepts bare hosts, wildcards, ports and paths', () => {
    const { header, rejected } = build({
      connectDomains: ['api.example', 'http://localhost:8000', 'wss://live.example'],
      resourceDomains: ['https://*.cdn.example', 'https://cdn.example/lib/'],
    })
    expect(rejected).toEqual([])
    expect(directives(header)['connect-src']).toBe('https://api.example http://localhost:8000 wss://live.example')
    expect(directives(header)['img-src']).toBe("'self' data: https://*.cdn.example https://cdn.example/lib/")
  })

  it('SEC9 gives sockets no way into a directive for resources', () => {
    expect(sanitiseSource('wss://live.example', ['https:', 'http:'])).toMatchObject({ ok: false })
  })
})

describe('violationHint', () => {
  it.each<[string, string, string]>([
    ['connect-src', 'https://api.example/x', 'connectDomains: ["https://api.example"]'],
    ['script-src-elem', 'https://cdn.example/x.js', 'resourceDomains: ["https://cdn.example"]'],
    ['frame-src', 'https://video.example/', 'frameDomains'],
    ['script-src', 'eval', 'No declaration allows this'],
    ['form-action', 'https://a.example/', 'No declaration allows this'],
  ])('for %s blocking %s', (directive, url, expected) => {
    expect(violationHint(directive, url)).toContain(expected)
  })
})

describe('the exceptions', () => {
  it('H20 lets every view load from where the host serves files, and nothing else', () => {
    const fileOrigin = 'http://lockstep-files.localhost:4701'
    const found = directives(buildViewCsp({ csp: {}, ancestors, reportPath: '/r/key', fileOrigin }).header)
    expect(Object.keys(found).filter((name) => found[name]?.includes(fileOrigin))).toEqual(['img-src', 'media-src', 'connect-src'])
    expect(found['connect-src']).toBe(fileOrigin)
  })

  it('SEC9 opens the network of a permissive view, but not its frame', () => {
    const found = directives(buildViewCsp({ csp: {}, ancestors, reportPath: '/r/key', isPermissive: true }).header)
    expect(found['default-src']).toContain('*')
    expect(found).toMatchObject({ 'object-src': "'none'", 'form-action': "'none'", 'base-uri': "'self'", 'frame-ancestors': ancestors.join(' ') })
  })
})

describe('violationFixes', () => {
  it.each([
    [
      'connect-src',
      'https://api.example/v1?q=1',
      '_meta.ui.csp.connectDomains: ["https://api.example"]',
      '_meta["openai/widgetCSP"].connect_domains: ["https://api.example"]',
    ],
    [
      'script-src-elem',
      'https://cdn.example/x.js',
      '_meta.ui.csp.resourceDomains: ["https://cdn.example"]',
      '_meta["openai/widgetCSP"].resource_domains: ["https://cdn.example"]',
    ],
    [
      'frame-src',
      'https://f.example/',
      '_meta.ui.csp.frameDomains: ["https://f.example"]',
      '_meta["openai/widgetCSP"].frame_domains: ["https://f.example"]',
    ],
    ['base-uri', 'https://b.example/', '_meta.ui.csp.baseUriDomains: ["https://b.example"]', null],
    ['script-src', 'eval', null, null],
    ['worker-src', 'blob', null, null],
    ['form-action', 'https://x.example/', null, null],
  ])('S1.I.3 S2.U.3 says how to allow %s %s in both dialects', (directive, url, standard, openai) => {
    expect(violationFixes(directive, url)).toEqual({ standard, openai })
    expect(violationHint(directive, url)).toContain(standard ?? 'No declaration')
  })
})
