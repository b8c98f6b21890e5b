import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createCoreHarness, goldenOf, type CoreHarness, type ViewEnd } from '../testing/core-harness.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { readFault } from './view-fault.ts'

const uri = 'ui://t/v.html'
let server: TestServer
let harness: CoreHarness
let view: ViewEnd

beforeAll(async () => {
  server = await startTestServer({
    tools: [{ name: 'render', annotations: { readOnlyHint: true }, meta: { ui: { resourceUri: uri } }, run: () => ({ structuredContent: {} }) }],
    resources: [{ uri, mimeType: 'text/html;profile=mcp-app', text: '<!doctype html><p>view' }],
  })
})
beforeEach(async () => {
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: goldenOf({ 'render it': ['render'] }) })
  await harness.core.connect()
  await harness.say('render it')
  view = harness.view(harness.lastView().id)
  await view.initialize()
})
afterEach(() => harness.core.close())
afterAll(() => server.close())

const log = (level: string, data: unknown, logger = 'dev') => view.notify('notifications/message', { level, logger, data })
const fault = () => harness.lastView().fault

it('shows the newest error a view logs, with its place in the sources', async () => {
  expect(fault()).toBeNull()
  await log('error', { message: 'first' })
  await log('error', { message: 'x is null', file: 'views/a.tsx', line: 3, column: 5, source: '> 3 | x.y', stack: 'at f (views/a.tsx:3:5)' })
  expect(fault()).toMatchObject({ message: 'x is null', file: 'views/a.tsx', line: 3, column: 5, source: '> 3 | x.y', logger: 'dev' })
  const [told] = harness.core.getState().trace.filter(({ name }) => name === 'view.log')
  expect(told?.detail).toMatchObject({ level: 'error', data: { message: 'first' } })
})

it('the same logger takes it back with anything milder, another one does not', async () => {
  await log('critical', 'broken')
  await log('info', 'all is well', 'other')
  expect(fault()).toMatchObject({ message: 'broken', file: null, source: null })
  await log('info', 'mended')
  expect(fault()).toBeNull()
})

it('the same error again changes nothing: whoever dismissed it is not asked again, and no page is told', async () => {
  await log('error', { message: 'x is null', file: 'views/a.tsx' })
  const first = fault()
  await log('error', { message: 'x is null', file: 'views/a.tsx' })
  expect(fault()).toBe(first)
  await log('error', { message: 'x is null', file: 'views/b.tsx' })
  expect(fault()).toMatchObject({ file: 'views/b.tsx' })
})

it('a document loaded anew, or a frame mounted anew, starts without', async () => {
  await log('error', 'broken')
  await view.initialize()
  expect(fault()).toBeNull()
  await log('error', 'broken')
  harness.core.remountView(harness.lastView().id)
  expect(fault()).toBeNull()
})

it('milder messages are no error, and texts of any kind and length are taken', () => {
  expect(readFault({ level: 'warning', data: 'careful' }, 1)).toBeNull()
  expect(readFault({ level: 'error' }, 1)).toMatchObject({ message: '', logger: '' })
  expect(readFault({ level: 'error', data: [1, 2] }, 1)).toMatchObject({ message: '[1,2]' })
  expect(readFault({ level: 'error', data: { message: 5, line: '3', file: '' } }, 1)).toMatchObject({ line: null, file: null })
  expect(readFault({ level: 'error', data: 'x'.repeat(9_000) }, 1)?.message).toHaveLength(4_001)
})
