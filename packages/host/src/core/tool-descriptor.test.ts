import { describe, expect, it } from 'vitest'
import { parseToolDescriptor as parse } from './tool-descriptor.ts'

const parseToolDescriptor = (raw: unknown) => parse(raw, { standard: true, openai: true })

const both = { visibleToModel: true, visibleToView: true }

describe('parseToolDescriptor', () => {
  it.each<[string, Record<string, unknown> | undefined, { visibleToModel: boolean; visibleToView: boolean }]>([
    ['nothing declared', undefined, both],
    ['standard without visibility', { ui: { resourceUri: 'ui://x' } }, both],
    ['standard for the model', { ui: { visibility: ['model'] } }, { visibleToModel: true, visibleToView: false }],
    ['standard for the view', { ui: { visibility: ['app'] } }, { visibleToModel: false, visibleToView: true }],
    ['legacy template only', { 'openai/outputTemplate': 'ui://x' }, { visibleToModel: true, visibleToView: false }],
    ['legacy accessible', { 'openai/outputTemplate': 'ui://x', 'openai/widgetAccessible': true }, both],
    ['legacy private', { 'openai/visibility': 'private', 'openai/widgetAccessible': true }, { visibleToModel: false, visibleToView: true }],
    [
      'both dialects: the standard wins',
      { ui: { visibility: ['app'] }, 'openai/widgetAccessible': false, 'openai/visibility': 'public' },
      { visibleToModel: false, visibleToView: true },
    ],
  ])('H3 reads the visibility of: %s', (_name, _meta, expected) => {
    expect(parseToolDescriptor({ name: 't', ...(_meta === undefined ? {} : { _meta }) })).toMatchObject(expected)
  })

  it('S1.I.4 takes widgetAccessible: false as a refusal', () => {
    expect(parseToolDescriptor({ name: 't', _meta: { 'openai/widgetAccessible': false } })?.visibleToView).toBe(false)
  })

  it.each<[Record<string, unknown> | undefined, boolean]>([
    [{ readOnlyHint: true }, false],
    [{ readOnlyHint: true, destructiveHint: true }, false],
    [{ readOnlyHint: false, destructiveHint: false }, false],
    [{ readOnlyHint: false, destructiveHint: true }, true],
    [{ readOnlyHint: false }, true],
    [undefined, true],
  ])('H9 takes %j as destructive: %s', (annotations, expected) => {
    expect(parseToolDescriptor({ name: 't', ...(annotations === undefined ? {} : { annotations }) })?.isDestructive).toBe(expected)
  })

  it.each<[Record<string, unknown>, string | null]>([
    [{ ui: { resourceUri: 'ui://a' }, 'ui/resourceUri': 'ui://b', 'openai/outputTemplate': 'ui://c' }, 'ui://a'],
    [{ 'ui/resourceUri': 'ui://b', 'openai/outputTemplate': 'ui://c' }, 'ui://b'],
    [{ 'openai/outputTemplate': 'ui://c' }, 'ui://c'],
    [{}, null],
  ])('S2.V.3 finds the view in %j', (_meta, expected) => {
    expect(parseToolDescriptor({ name: 't', _meta })?.resourceUri).toBe(expected)
  })

  it.each([null, 7, 'x', {}, { name: '' }, { name: 3 }])('takes %j for no tool', (raw) => {
    expect(parseToolDescriptor(raw)).toBeNull()
  })

  it('never throws on nonsense', () => {
    expect(parseToolDescriptor({ name: 't', _meta: 'x', annotations: [], inputSchema: 4, title: {} })).toMatchObject({ title: 't', inputSchema: {} })
  })

  const twoDialects = {
    name: 't',
    _meta: {
      ui: { resourceUri: 'ui://standard', visibility: ['app'] },
      'openai/outputTemplate': 'ui://openai',
      'openai/widgetAccessible': true,
      'openai/toolInvocation/invoking': 'Looking…',
    },
  }

  it.each([
    [
      { standard: true, openai: true },
      { resourceUri: 'ui://standard', visibleToModel: false, visibleToView: true, invoking: 'Looking…' },
    ],
    [
      { standard: true, openai: false },
      { resourceUri: 'ui://standard', visibleToModel: false, visibleToView: true, invoking: 'Running t…' },
    ],
    [
      { standard: false, openai: true },
      { resourceUri: 'ui://openai', visibleToModel: true, visibleToView: true, invoking: 'Looking…' },
    ],
    [
      { standard: false, openai: false },
      { resourceUri: null, visibleToModel: true, invoking: 'Running t…' },
    ],
  ])('H3 H25 a platform that reads %j takes the rest for nothing', (reads, expected) => {
    const declaredResourceUris = { standard: 'ui://standard', openai: 'ui://openai' }
    expect(parse(twoDialects, reads)).toMatchObject({ ...expected, declaredResourceUris })
  })

  it('H3 where only the old keys are known, a tool is closed to views until widgetAccessible opens it', () => {
    const reads = { standard: false, openai: true }
    expect(parse({ name: 't' }, reads)).toMatchObject({ visibleToModel: true, visibleToView: false })
    expect(parse({ name: 't', _meta: { ui: { visibility: ['app'] } } }, reads)).toMatchObject({ visibleToModel: true, visibleToView: false })
    expect(parse({ name: 't', _meta: { 'openai/widgetAccessible': true } }, reads)).toMatchObject({ visibleToModel: true, visibleToView: true })
  })
})
