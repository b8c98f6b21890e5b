import { describe, expect, it } from 'vitest'
import { readFrameReport, unusedDeclarations, withSource } from './frame-report.ts'

const use = (origin: string, kind: string): { origin: string; kind: string; count: number; failed: number } => ({ origin, kind, count: 1, failed: 0 })

describe('readFrameReport', () => {
  it('reads what a frame saw', () => {
    const firstError = { message: 'x is null', file: 'http://a.localhost/', line: 3, column: 7, stack: 'at x' }
    const network = [{ origin: 'https://api.example', kind: 'fetch', count: 2, failed: 1 }]
    expect(readFrameReport({ loadedMs: 12, firstPaintMs: 20, errorCount: 1, firstError, consoleErrors: 0, network })).toEqual({
      facts: { loadedMs: 12, firstPaintMs: 20, errorCount: 1, firstError: { ...firstError, source: null }, consoleErrors: 0 },
      network,
    })
  })

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['other types', { loadedMs: '12', firstPaintMs: -1, errorCount: 1.5, firstError: 'x', consoleErrors: null, network: 'y' }],
    [
      'prototype keys',
      JSON.parse(
        '{"__proto__":{"loadedMs":1},"constructor":{"prototype":{"polluted":1}},"network":[{"__proto__":{"origin":"https://x.example"}}]}',
      ) as Record<string, unknown>,
    ],
    ['no origins', { network: [{ origin: 'nonsense' }, { origin: 7 }, null, 'x', { origin: `https://${'x'.repeat(400)}.example` }] }],
  ])('SEC6 takes %s for nothing', (_name, params) => {
    expect(readFrameReport(params)).toEqual({
      facts: { loadedMs: null, firstPaintMs: null, errorCount: 0, firstError: null, consoleErrors: 0 },
      network: [],
    })
    expect('polluted' in {}).toBe(false)
  })

  it('SEC6 keeps a part of too much', () => {
    const network = Array.from({ length: 500 }, (_, index) => use(`https://h${index}.example`, 'img'))
    const report = readFrameReport({ network, firstError: { message: 'm'.repeat(50_000), stack: 's'.repeat(50_000) } })
    expect(report.network).toHaveLength(60)
    expect(report.facts.firstError?.message).toHaveLength(4_000)
    expect(report.facts.firstError?.stack).toHaveLength(4_000)
  })
})

describe('withSource', () => {
  const html = ['<!doctype html>', '<head>', '<script>', 'const a = null', 'a.b', '</script>'].join('\n')
  const error = { message: 'm', file: 'http://v.localhost:4701/orders', line: 105, column: 1, source: null, stack: null }

  it('shows the view’s own lines, without those that the host put before them', () => {
    expect(withSource(error, html, 'http://v.localhost:4701', 100)).toMatchObject({
      line: 5,
      source: '  3 | <script>\n  4 | const a = null\n> 5 | a.b\n  6 | </script>',
    })
  })

  it('shows the place in a line that is as long as a built view', () => {
    const line = `${'x'.repeat(50_000)}BAD${'y'.repeat(50_000)}`
    const { source } = withSource({ ...error, line: 1, column: 50_001 }, line, 'http://v.localhost:4701', 0)
    expect(source).toContain('BAD')
    expect(source?.length).toBeLessThan(200)
  })

  it('leaves an error of another file, or outside the document, as it is', () => {
    expect(withSource({ ...error, file: 'https://cdn.example/x.js' }, html, 'http://v.localhost:4701', 100).source).toBeNull()
    expect(withSource({ ...error, line: 9_000 }, html, 'http://v.localhost:4701', 100).source).toBeNull()
    expect(withSource({ ...error, line: 50 }, html, 'http://v.localhost:4701', 100).source).toBeNull()
  })
})

describe('unusedDeclarations', () => {
  const csp = {
    connectDomains: ['https://api.example', 'wss://live.example', '*'],
    resourceDomains: ['https://*.cdn.example', 'https://fonts.example/path'],
    frameDomains: ['https://video.example'],
    baseUriDomains: ['https://base.example'],
  }

  it('S1.I.3 names what nothing was asked of, as far as it can be seen', () => {
    expect(unusedDeclarations(csp, []).map(({ source }) => source)).toEqual([
      'https://api.example',
      'https://*.cdn.example',
      'https://fonts.example/path',
      'https://video.example',
    ])
  })

  it('S1.I.3 takes a request for a use of the field that allows it', () => {
    const network = [
      use('https://api.example', 'img'),
      use('https://a.cdn.example', 'script'),
      use('https://fonts.example', 'css'),
      use('https://video.example', 'iframe'),
    ]
    expect(unusedDeclarations(csp, network)).toEqual([{ field: 'connectDomains', source: 'https://api.example' }])
    expect(unusedDeclarations(csp, [...network, use('https://api.example', 'fetch')])).toEqual([])
    expect(unusedDeclarations({ connectDomains: ['https://api.example'] }, [use('https://api.example.evil', 'fetch')])).toHaveLength(1)
  })
})
