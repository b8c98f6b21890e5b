import { describe, expect, it } from 'vitest'
import type { ToolEntry } from '../api/host-state.ts'
import { clipDetail, shownEntry } from './shown-entry.ts'

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

describe('clipDetail', () => {
  it('cuts long values only', () => {
    const detail = clipDetail({ tool: 't', arguments: { items: 'x'.repeat(9_000) } })
    expect(detail['tool']).toBe('t')
    expect(JSON.stringify(detail).length).toBeLessThan(1_000)
  })
})
