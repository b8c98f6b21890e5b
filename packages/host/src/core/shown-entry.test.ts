import { describe, expect, it } from 'vitest'
import type { ToolEntry } from '../api/host-state.ts'
import { shownDetail, shownEntry } from './shown-entry.ts'

const entry = (meta: Record<string, unknown>): ToolEntry => ({ kind: 'tool', id: 'e', result: { content: [], _meta: meta } }) as unknown as ToolEntry

describe('shownEntry', () => {
  it('leaves a result of usual size as it is', () => {
    expect(shownEntry(entry({ a: 'x'.repeat(1_000) }))).toMatchObject({ result: { _meta: { a: 'x'.repeat(1_000) } } })
  })

  it('notes the size of what is huge, and keeps the rest and the original', () => {
    const huge = entry({ pictures: 'x'.repeat(60_000), small: 1 })
    expect(shownEntry(huge)).toMatchObject({ result: { _meta: { pictures: '(60002 characters of JSON, not shown here)', small: 1 } } })
    expect(huge.result?._meta?.['pictures']).toHaveLength(60_000)
    expect(shownEntry(huge)).toBe(shownEntry(huge))
  })
})

describe('shownDetail', () => {
  it('cuts long values only', () => {
    const detail = shownDetail({ tool: 't', arguments: { items: 'x'.repeat(9_000) } })
    expect(detail['tool']).toBe('t')
    expect(JSON.stringify(detail).length).toBeLessThan(1_000)
  })

  it.each<[string, Record<string, unknown>]>([
    ['in arguments', { arguments: { password: 'CANARY', note: 'kept' } }],
    ['in JSON inside a text', { arguments: { text: JSON.stringify({ api_key: 'CANARY' }), note: 'kept' } }],
    ['in what a view logged', { data: ['Bearer CANARY.CANARY', { note: 'kept' }] }],
    ['in a long value', { arguments: { note: 'kept', access_token: 'CANARY', text: 'x'.repeat(9_000) } }],
    ['over the edge of a long value', { arguments: { note: 'kept', text: 'x'.repeat(450), password: `CANARY${'CANARY'.repeat(2_000)}` } }],
    [
      'in JSON, over the edge of a long text',
      { arguments: { note: 'kept', text: JSON.stringify({ a: 'x'.repeat(440), password: 'CANARY'.repeat(900) }) } },
    ],
  ])('SEC4 hides secrets as the log does: %s', (_where, detail) => {
    const text = JSON.stringify(shownDetail({ tool: 't', ...detail }))
    expect(text).not.toContain('CANARY')
    expect(text).toContain('kept')
    expect(text).toContain('(secret')
  })

  it.each<[string, Record<string, unknown>]>([
    ['a number with an exponent', { arguments: { secret: 1e-7, items: [] } }],
    ['half a JSON at the end of a text', { structuredContent: { text: '{"password":"C:\\' } }],
    ['the same as all that was logged', { data: '{"password":"CANARY\\' }],
  ])('SEC4 hiding is no reason to fail: %s', (_what, detail) => {
    expect(JSON.stringify(shownDetail({ tool: 't', ...detail }))).not.toMatch(/CANARY|e-7/)
  })

  it('is no slower for a value that is huge', () => {
    const began = performance.now()
    shownDetail({ data: '\\'.repeat(300_000), more: '"'.repeat(300_000) })
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
