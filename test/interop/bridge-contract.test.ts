import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { APP_INFO, DECLARED_MODES, FAILED, RECIPE, SHOWN, type InteropHost, type InteropView } from './ends/ends.ts'
import { officialHost } from './ends/official-host.ts'
import { officialView } from './ends/official-view.ts'
import { ourHost } from './ends/our-host.ts'
import { ourView } from './ends/our-view.ts'
import { createPipe, type Pipe, type PipeEnd } from './pipe.ts'
import { judgedCount, schemaFaults } from './wire-schema.ts'

interface Pair {
  name: string
  openView: (end: PipeEnd) => InteropView
  openHost: () => Promise<InteropHost>
}

// The last pair is the yardstick: what the official implementation does not do with itself is no rule of the standard.
const PAIRS: readonly Pair[] = [
  { name: 'our view in our host', openView: ourView, openHost: ourHost },
  { name: 'our view in the official AppBridge', openView: ourView, openHost: officialHost },
  { name: 'the official App in our host', openView: officialView, openHost: ourHost },
  { name: 'the official App in the official AppBridge', openView: officialView, openHost: officialHost },
]

describe.each(PAIRS)('$name', ({ openView, openHost }) => {
  let pipe: Pipe
  let view: InteropView
  let host: InteropHost

  beforeEach(async () => {
    pipe = createPipe()
    host = await openHost()
    view = openView(pipe.view)
  })
  afterEach(async () => {
    await view.dispose()
    await host.dispose()
  })

  const until = (check: () => boolean): Promise<boolean> => vi.waitUntil(check, { timeout: 5_000, interval: 5 })
  const methods = (by: 'view' | 'host'): unknown[] => pipe.sent(by).flatMap(({ method }) => (method === undefined ? [] : [method]))

  /** The model has called the tool, the result is there, the view is mounted and connected. */
  async function open(): Promise<void> {
    await host.begin({ what: 'apples' })
    await host.finish()
    host.mount(pipe.host)
    await view.connect()
    await until(() => view.sees().results.length > 0)
  }

  test('the handshake: who the view is, what it can, and nothing of the host before `initialized`', async () => {
    await open()
    const [initialize, initialized] = pipe.sent('view')
    expect(initialize).toMatchObject({
      method: 'ui/initialize',
      params: { protocolVersion: '2026-01-26', appInfo: APP_INFO, appCapabilities: { availableDisplayModes: DECLARED_MODES } },
    })
    expect(initialized).toMatchObject({ method: 'ui/notifications/initialized' })
    expect(methods('host').slice(0, 2)).toEqual(['ui/notifications/tool-input', 'ui/notifications/tool-result'])
    expect(view.sees()).toMatchObject({ theme: 'light', locale: 'en-US', displayMode: 'inline' })
  })

  test('a result that was there before the view arrives whole, once, after its input', async () => {
    await open()
    const { input, results } = view.sees()
    expect(input).toEqual({ what: 'apples' })
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject(SHOWN)
    expect(methods('host').filter((method) => String(method).startsWith('ui/notifications/tool-'))).toHaveLength(2)
  })

  test('a result that comes late finds the view that waits with its input', async () => {
    await host.begin({ what: 'pears' })
    host.mount(pipe.host)
    await view.connect()
    await until(() => view.sees().input !== null)
    expect(view.sees()).toMatchObject({ input: { what: 'pears' }, results: [] })
    await host.finish()
    await until(() => view.sees().results.length > 0)
    expect(view.sees().results).toMatchObject([SHOWN])
  })

  test('a call that is stopped is told to the view', async () => {
    await host.begin({ what: 'plums' })
    host.mount(pipe.host)
    await view.connect()
    await until(() => view.sees().input !== null)
    await host.stop()
    await until(() => view.sees().isCancelled)
    expect(view.sees().results).toEqual([])
  })

  test('a tool of the view: its arguments arrive, its answer comes back, its own error is an answer', async () => {
    await open()
    const args = { text: 'ä ' + String.fromCodePoint(0x1f34e), list: [1, { deep: true }], nothing: null }
    expect(await view.callTool('echo', args)).toMatchObject({ structuredContent: { echoed: args } })
    expect(host.did().calls).toEqual([['echo', args]])
    expect(await view.callTool('fail', {})).toMatchObject(FAILED)
  })

  test.each(['secret', 'no_such_tool'])('a tool that is not for views rejects, and the next call works: %s', async (name) => {
    await open()
    await expect(view.callTool(name, {})).rejects.toThrow(/./)
    expect(await view.callTool('echo', { n: 1 })).toMatchObject({ structuredContent: { echoed: { n: 1 } } })
  })

  test('answers find their questions when many are asked at once', async () => {
    await open()
    const answers = await Promise.all(Array.from({ length: 20 }, (_unused, n) => view.callTool('echo', { n })))
    expect(answers.map(({ structuredContent }) => structuredContent)).toEqual(answers.map((_answer, n) => ({ echoed: { n } })))
  })

  test('a message in the person’s name', async () => {
    await open()
    await view.say('and two pears')
    await until(() => host.did().messages.length > 0)
    expect(host.did().messages).toEqual(['and two pears'])
  })

  test('a link is handed over, one that no host opens is refused', async () => {
    await open()
    await view.openLink('https://example.com/apples?n=3')
    expect(host.did().links).toEqual(['https://example.com/apples?n=3'])
    await expect(view.openLink('javascript:alert(1)')).rejects.toThrow(/./)
    expect(host.did().links).toHaveLength(1)
  })

  test('what the view tells the model replaces what it told before', async () => {
    await open()
    await view.tellModel({ chosen: 'red' })
    await until(() => JSON.stringify(host.did().modelContext) === '{"chosen":"red"}')
    await view.tellModel({ chosen: 'green' })
    await until(() => JSON.stringify(host.did().modelContext) === '{"chosen":"green"}')
  })

  test('a mode the view declared is granted and told, one it did not declare is not', async () => {
    await open()
    expect(await view.askMode('fullscreen')).toBe('fullscreen')
    await until(() => view.sees().displayMode === 'fullscreen')
    expect(host.did().displayMode).toBe('fullscreen')
    expect(await view.askMode('pip')).toBe('fullscreen')
    expect(await view.askMode('inline')).toBe('inline')
    await until(() => view.sees().displayMode === 'inline')
  })

  test('the view’s height', async () => {
    await open()
    await view.reportHeight(321)
    await until(() => host.did().heightPx === 321)
    await view.reportHeight(123)
    await until(() => host.did().heightPx === 123)
  })

  test('a resource of the app is read through the host, one that is not there rejects', async () => {
    await open()
    expect(await view.readResource(RECIPE.uri)).toBe(RECIPE.text)
    await expect(view.readResource('interop://nothing')).rejects.toThrow(/./)
  })

  test('what the view logs reaches the host', async () => {
    await open()
    await view.log('a worm in the second apple')
    await until(() => host.did().logged.length > 0)
    expect(host.did().logged).toEqual(['a worm in the second apple'])
  })

  test('a change of the surroundings is merged into what is known', async () => {
    await open()
    host.changeTheme('dark')
    await until(() => view.sees().theme === 'dark')
    expect(view.sees()).toMatchObject({ locale: 'en-US', displayMode: 'inline' })
    const change = pipe.sent('host').findLast(({ method }) => method === 'ui/notifications/host-context-changed')
    expect(Object.keys(Object(change?.['params']))).not.toContain('locale')
  })

  test('X16 the host waits for the view’s last work before it is gone', async () => {
    await open()
    let finishWork = () => {}
    view.onTeardown(() => new Promise<void>((resolve) => (finishWork = resolve)))
    const closed = host.close()
    await until(() => methods('host').includes('ui/resource-teardown'))
    await view.callTool('echo', { last: 'save' }).catch(() => undefined)
    expect(host.did().isClosed).toBe(false)
    finishWork()
    await closed
    expect(host.did().isClosed).toBe(true)
  })

  test('X16 a view that asks to be closed is torn down in the same way', async () => {
    await open()
    let hasSaved = false
    view.onTeardown(() => {
      hasSaved = true
      return Promise.resolve()
    })
    await view.askToClose()
    await until(() => host.did().isClosed)
    expect(hasSaved).toBe(true)
  })

  test('both ends answer ping, and say so when they do not know a method', async () => {
    await open()
    expect(await pipe.ask('host', 'ping')).toMatchObject({ result: {} })
    expect(await pipe.ask('view', 'ping')).toMatchObject({ result: {} })
    expect(await pipe.ask('host', 'ui/no-such-thing')).toMatchObject({ error: { code: -32601 } })
    expect(await pipe.ask('view', 'ui/no-such-thing')).toMatchObject({ error: { code: -32601 } })
    expect(await view.callTool('echo', {})).toMatchObject({ structuredContent: { echoed: {} } })
  })

  test('every message under ui/ of both ends is valid by the published schema', async () => {
    await open()
    await view.say('hello')
    await view.openLink('https://example.com/')
    await view.tellModel({ a: 1 })
    await view.askMode('fullscreen')
    await view.reportHeight(50)
    host.changeTheme('dark')
    await until(() => view.sees().theme === 'dark' && host.did().modelContext !== null)
    await view.askToClose()
    await until(() => host.did().isClosed)
    const [byView, byHost] = [pipe.sent('view'), pipe.sent('host')]
    expect(judgedCount(byView, byHost)).toBeGreaterThanOrEqual(8)
    expect(judgedCount(byHost, byView)).toBeGreaterThanOrEqual(7)
    expect(schemaFaults(byView, byHost)).toEqual([])
    expect(schemaFaults(byHost, byView)).toEqual([])
  })
})
