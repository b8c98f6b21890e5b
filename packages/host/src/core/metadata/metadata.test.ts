import { expect, test } from 'vitest'
import type { MetadataItem } from '../../api/metadata-state.ts'
import { resourceMetadata } from './resource-metadata.ts'
import { toolMetadata, viewUrisOf } from './tool-metadata.ts'

const hints = { readOnlyHint: true, destructiveHint: false, openWorldHint: false }
const tool = (meta: Record<string, unknown> = {}, more: Record<string, unknown> = {}): MetadataItem =>
  toolMetadata({ name: 'show', description: 'Use this when …', annotations: hints, outputSchema: {}, _meta: meta, ...more })
const resource = (meta: Record<string, unknown>, more: Record<string, unknown> = {}): MetadataItem =>
  resourceMetadata('ui://a', [{ uri: 'ui://a', mimeType: 'text/html;profile=mcp-app', text: '<p>', _meta: meta, ...more }])
const rulesOf = ({ findings }: MetadataItem): string[] => findings.map(({ rule, level }) => `${level} ${rule}`)

const whole = {
  ui: { csp: { connectDomains: [], resourceDomains: [] } },
  'openai/widgetCSP': { connect_domains: [], resource_domains: [] },
  'openai/widgetDomain': 'https://app.example.com',
  'openai/widgetDescription': 'A list.',
}

test('a tool and a view that say the same in both dialects have nothing to find, and stand side by side', () => {
  const item = tool({
    ui: { resourceUri: 'ui://a', visibility: ['model', 'app'] },
    'openai/outputTemplate': 'ui://a',
    'openai/widgetAccessible': true,
  })
  expect(item.findings).toEqual([])
  expect(item.rows.find(({ meaning }) => meaning === 'View')).toEqual({
    meaning: 'View',
    standard: { key: '_meta.ui.resourceUri', value: '"ui://a"' },
    openai: { key: '_meta["openai/outputTemplate"]', value: '"ui://a"' },
    isConflict: false,
  })
  expect(resource(whole).findings).toEqual([])
})

test.each([
  ['a view that is another', { ui: { resourceUri: 'ui://a' }, 'openai/outputTemplate': 'ui://b' }, 'View'],
  ['a view that may call it or not', { ui: { visibility: ['model'] }, 'openai/widgetAccessible': true }, 'Views may call it'],
  ['a model that sees it or not', { ui: { visibility: ['model', 'app'] }, 'openai/visibility': 'private' }, 'The model sees it'],
])('dialects that disagree on %s are told', (_what, meta, meaning) => {
  const item = tool(meta)
  expect(rulesOf(item)).toContain('error OAI-10')
  expect(item.rows.filter(({ isConflict }) => isConflict).map((row) => row.meaning)).toEqual([meaning])
})

test.each([
  ['error OAI-01', {}, { annotations: { readOnlyHint: true } }],
  ['error OAI-02', {}, { annotations: { ...hints, destructiveHint: true } }],
  ['advice OAI-03', {}, { outputSchema: undefined }],
  ['error OAI-06', { 'openai/toolInvocation/invoking': 'a'.repeat(65) }, {}],
  ['error OAI-07', { 'openai/widgetCSP': {} }, {}],
  ['error OAI-07', { ui: { csp: {} } }, {}],
  ['error OAI-18', {}, { description: ' ' }],
  ['warning OAI-11', { 'openai/outputTemplate': 'ui://a' }, {}],
  ['warning OAI-26', { ui: { resourceUri: 'ui://a', visibility: ['app'] } }, {}],
  ['error APP-001', { ui: { resourceUri: 'https://a.example' } }, {}],
  ['warning APP-006', { 'ui/resourceUri': 'ui://a' }, {}],
  ['error APP-011', { ui: { visibility: ['everybody'] } }, {}],
])('a tool: %s', (rule, meta, more) => {
  expect(rulesOf(tool(meta, more))).toContain(rule)
})

test.each([
  ['error APP-002', whole, { mimeType: 'text/html' }],
  ['warning APP-002', whole, { mimeType: 'text/html+skybridge' }],
  ['error APP-003', whole, { text: undefined }],
  ['error APP-009', { ...whole, ui: { csp: { connectDomains: [7] } } }, {}],
  ['error OAI-08', { ...whole, 'openai/widgetDomain': 'app.example.com' }, {}],
  ['advice OAI-08', { ...whole, 'openai/widgetDomain': undefined }, {}],
  ['warning OAI-09', {}, {}],
  ['error OAI-09', { ui: { csp: { connectDomains: ['*'] } } }, {}],
  ['warning OAI-09', { ui: { csp: { connectDomains: ['https://*.example.com'] } } }, {}],
  ['error OAI-10', { ui: { csp: { connect_domains: [] } } }, {}],
  ['error OAI-10', { 'openai/widgetCSP': { connectDomains: [] } }, {}],
  ['error OAI-10', { ui: { csp: { connectDomains: ['https://a'] } }, 'openai/widgetCSP': { connect_domains: ['https://b'] } }, {}],
  ['advice OAI-18', { ...whole, 'openai/widgetDescription': undefined }, {}],
  ['advice OAI-23', { ui: { csp: { frameDomains: ['https://a.example'] } } }, {}],
])('a view: %s', (rule, meta, more) => {
  expect(rulesOf(resource(meta, more))).toContain(rule)
})

test('the order of a list is no disagreement; the worst finding comes first', () => {
  const csp = { ui: { csp: { connectDomains: ['https://a', 'https://b'] } }, 'openai/widgetCSP': { connect_domains: ['https://b', 'https://a'] } }
  expect(resource(csp).rows.every(({ isConflict }) => !isConflict)).toBe(true)
  const levels = tool({ 'ui/resourceUri': 'x' }, { outputSchema: undefined }).findings.map(({ level }) => level)
  expect(levels).toEqual(['error', 'warning', 'advice'])
})

test('an address without contents, and nonsense from a server, are findings and no failure', () => {
  expect(rulesOf(resourceMetadata('ui://a', []))).toEqual(['error APP-005'])
  expect(() => toolMetadata({ name: 7, annotations: 'x', _meta: [] })).not.toThrow()
  expect(() => resourceMetadata('ui://a', [{ _meta: { ui: 1, 'openai/widgetCSP': 'x' } }])).not.toThrow()
})

test('a tool names its view in any of three places; the document itself is not in the report', () => {
  expect(viewUrisOf({ _meta: { ui: { resourceUri: 'ui://a' }, 'ui/resourceUri': 'ui://a', 'openai/outputTemplate': 'ui://b' } })).toEqual([
    'ui://a',
    'ui://b',
  ])
  expect(resource(whole).raw['text']).toBe('(3 characters, not shown here)')
})
