import { HOST_TO_VIEW } from '@lockstep/contract'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Instance } from '../../packages/host/src/api/host-state.ts'
import { openAiMembers } from '../../packages/host/src/platforms/offered-members.ts'
import { PLATFORMS } from '../../packages/host/src/platforms/profiles.ts'
import { startHost, type RunningHost } from '../../packages/host/src/start-host.ts'
import type { TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { launchChromium } from '../support/chromium.ts'
import { BRIDGE } from './bridge-table.ts'
import { membersGolden, startMembersApp } from './members-app.ts'
import { GLOBALS, METHODS } from './members-table.ts'
import { callOpenAi, notify, request, until, type Mounted, type ProbeWindow } from './probe-view.ts'

/** Every member of the contract in every platform, in a real browser: used where the platform has it, absent and refused where it has not. */

let browser: Browser
let page: Page
let server: TestServer
let host: RunningHost
let heard: string[] = []

vi.setConfig({ testTimeout: 30_000 })

beforeAll(async () => {
  server = await startMembersApp()
  host = await startHost({ apps: [{ name: 'probe', mcpUrl: server.mcpUrl, golden: membersGolden }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('console', (message) => void (message.text().startsWith('HEARD ') && heard.push(message.text().slice('HEARD '.length))))
  await page.goto(host.url)
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await server?.close()
})

function innerFrame(instance: Instance): Promise<Frame> {
  return until(() => page.frames().find((frame) => frame.url().startsWith(instance.innerOrigin) && isOf(frame, instance)))
}

/** The view's own address is replaced as soon as it runs, so the frame around it tells whose it is. */
function isOf(frame: Frame, instance: Instance): boolean {
  return frame.parentFrame()?.url() === instance.frameUrl
}

async function play(profile: string, more: { hasFilePicker?: boolean; strictness?: 'lenient' | 'strict' } = {}): Promise<void> {
  host.core.reset()
  host.core.changeSettings({ profile, hasFilePicker: false, strictness: 'lenient', theme: 'light', ...more })
  await host.core.whenIdle()
}

async function mount(prompt = 'show it'): Promise<Mounted> {
  const { core } = host
  core.sendMessage(prompt)
  const { id } = await until(() => core.getState().instances.at(-1))
  const instance = (): Instance => {
    const found = core.getState().instances.find((candidate) => candidate.id === id)
    if (found === undefined) throw new Error('The view is gone from the state.')
    return found
  }
  const frame = await innerFrame(instance())
  await frame.waitForSelector('#probe')
  const otherFrame = async (): Promise<Frame> => {
    const other = await until(() => core.getState().instances.findLast((candidate) => candidate.id !== id && candidate.phase !== 'closed'))
    const inner = await innerFrame(other)
    await inner.waitForSelector('#probe')
    return inner
  }
  return { core, frame, instance, otherFrame }
}

/** A new conversation with one view in it. */
async function freshView(): Promise<Mounted> {
  host.core.reset()
  const mounted = await mount()
  await host.core.whenIdle()
  return mounted
}

const platforms = Object.entries(PLATFORMS).map(([id, { offers }]) => ({ id, offers }))
const withOpenAi = platforms.filter(({ offers }) => offers.openai !== null)
const withViews = platforms.filter(({ offers }) => offers.rendersMimeTypes.length > 0)
const withBridge = platforms.filter(({ offers }) => offers.bridge !== null)

describe.each(withOpenAi)('window.openai of $id', ({ id, offers }) => {
  const methods = offers.openai?.methods ?? []
  const globals = offers.openai?.globals ?? []

  it('H28 H25 has exactly its members, and cannot be changed', async () => {
    await play(id)
    const { frame } = await freshView()
    const names = await frame.evaluate(() => Object.keys((window as unknown as ProbeWindow).openai))
    expect(names.toSorted()).toEqual([...methods, ...globals].toSorted())
    const kept = await frame.evaluate(() => {
      'use strict'
      const failures: string[] = []
      for (const change of [
        () => Object.assign(window, { openai: {} }),
        () => Object.assign((window as unknown as ProbeWindow).openai, { theme: 'x' }),
        () => Object.assign((window as unknown as ProbeWindow).openai, { more: 1 }),
      ]) {
        try {
          change()
        } catch (error) {
          failures.push((error as Error).name)
        }
      }
      return failures
    })
    expect(kept).toEqual(['TypeError', 'TypeError', 'TypeError'])
  })

  it('H10 S2.T.1 its globals say what the tool and the host said', async () => {
    await play(id)
    const mounted = await freshView()
    for (const name of globals) {
      const value = await mounted.frame.evaluate((key) => (window as unknown as ProbeWindow).openai[key] ?? null, name)
      GLOBALS[name](value, mounted)
    }
    const absent = (Object.keys(GLOBALS) as Array<keyof typeof GLOBALS>).filter((name) => !globals.includes(name))
    expect(await mounted.frame.evaluate((names) => names.filter((name) => name in (window as unknown as ProbeWindow).openai), absent)).toEqual([])
    expect(await mounted.frame.evaluate(() => document.documentElement.lang)).toBe('en-US')
  })

  it('S2.T.5 a change arrives as openai:set_globals, with the member changed already', async () => {
    await play(id)
    const { frame } = await freshView()
    await frame.evaluate(() => {
      const told: unknown[] = []
      Object.assign(window, { told })
      addEventListener('openai:set_globals', (event) => {
        const { globals: changed } = (event as CustomEvent<{ globals: Record<string, unknown> }>).detail
        if ('theme' in changed) told.push([changed, (window as unknown as ProbeWindow).openai['theme']])
      })
    })
    host.core.changeSettings({ theme: 'dark' })
    await expect.poll(() => frame.evaluate(() => Reflect.get(window, 'told') as unknown)).toEqual([[{ theme: 'dark' }, 'dark']])
  })

  it.each(Object.keys(METHODS) as Array<keyof typeof METHODS>)('H25 %s', async (method) => {
    await play(id, { hasFilePicker: method === 'selectFiles' })
    const mounted = await freshView()
    const isOffered = openAiMembers(PLATFORMS[id] ?? fail(id), host.core.getState().settings).includes(method)
    expect(await mounted.frame.evaluate((name) => name in (window as unknown as ProbeWindow).openai, method)).toBe(isOffered)
    if (isOffered) return METHODS[method](mounted)
    expect(await request(mounted.frame, `openai/${method}`, { args: [] })).toMatchObject({ error: { code: -32601 } })
  })

  it('H26 lenient has the old names and warns of each; strict has none', async () => {
    const oldNames = (frame: Frame): Promise<boolean[]> =>
      frame.evaluate(() => {
        const openai = (window as unknown as ProbeWindow).openai
        return ['webplus', 'oai'].map((name) => name in window).concat(['sendFollowupTurn', 'getWidgetState'].map((name) => name in openai))
      })
    await play(id)
    const lenient = await freshView()
    expect(await oldNames(lenient.frame)).toEqual([true, true, true, true])
    await lenient.frame.evaluate(() => (Reflect.get(window, 'oai') as { getWidgetState(): Promise<unknown> }).getWidgetState())
    await until(() => lenient.instance().warnings.length === 2)
    expect(lenient.instance().warnings.map(({ member }) => member)).toEqual(['oai', 'getWidgetState'])
    expect(await callOpenAi(lenient.frame, 'sendFollowUpMessage', ['the old form'])).toBeNull()
    expect(
      await lenient.frame.evaluate(
        () => ((window as unknown as ProbeWindow).openai['setWidgetState'] as (state: object) => unknown)({}) instanceof Promise,
      ),
    ).toBe(true)

    await play(id, { strictness: 'strict' })
    const strict = await freshView()
    expect(await oldNames(strict.frame)).toEqual([false, false, false, false])
    expect(await callOpenAi(strict.frame, 'sendFollowUpMessage', ['the old form'])).toMatchObject({
      thrown: expect.stringMatching(/^TypeError: sendFollowUpMessage expects/) as string,
    })
    expect(await callOpenAi(strict.frame, 'notifyIntrinsicHeight', [{ height: 5 }])).toMatchObject({
      thrown: expect.stringMatching(/^TypeError: notifyIntrinsicHeight expects/) as string,
    })
    expect(
      await strict.frame.evaluate(
        () => ((window as unknown as ProbeWindow).openai['setWidgetState'] as (state: object) => unknown)({}) === undefined,
      ),
    ).toBe(true)
  })
})

describe.each(withViews.filter(({ offers }) => offers.openai === null))('$id', ({ id }) => {
  it('H25 has no window.openai, under no name, and serves none of its methods', async () => {
    await play(id, { hasFilePicker: true })
    const { frame } = await freshView()
    expect(await frame.evaluate(() => ['openai', 'oai', 'webplus'].filter((name) => name in window))).toEqual([])
    for (const method of Object.keys(METHODS))
      expect(await request(frame, `openai/${method}`, { args: [] })).toMatchObject({ error: { code: -32601 } })
  })
})

describe.each(withBridge)('the bridge of $id', ({ id, offers }) => {
  it('H7 H25 serves every method whose capability it told, and refuses the rest', async () => {
    await play(id)
    const mounted = await freshView()
    for (const [method, { needs, kind, run }] of Object.entries(BRIDGE)) {
      const isOffered = needs === null || offers.bridge?.capabilities[needs] !== undefined
      if (isOffered) await run(mounted)
      else if (kind === 'request') expect(await request(mounted.frame, method, {}), method).toMatchObject({ error: { code: -32601 } })
    }
  })

  it('H7 H22 sends every kind of message that a host sends', async () => {
    await play(id)
    heard = []
    const mounted = await mount('wait it')
    await BRIDGE['ui/initialize'].run(mounted)
    await notify(mounted.frame, 'ui/notifications/initialized')
    await until(() => heard.includes(HOST_TO_VIEW.toolInput))
    host.core.changeSettings({ theme: 'dark' })
    await until(() => heard.includes(HOST_TO_VIEW.hostContextChanged))
    host.core.stop()
    await until(() => mounted.instance().phase === 'closed')
    await until(() => heard.includes(HOST_TO_VIEW.resourceTeardown))
    expect(heard).toContain(HOST_TO_VIEW.toolCancelled)
    expect(heard.indexOf(HOST_TO_VIEW.toolInput)).toBeLessThan(heard.indexOf(HOST_TO_VIEW.toolCancelled))
    await host.core.whenIdle()
  })
})

describe.each(withViews.filter(({ offers }) => offers.bridge === null))('$id', ({ id }) => {
  it('H6 H25 has no bridge', async () => {
    await play(id)
    const { frame } = await freshView()
    for (const [method, { kind }] of Object.entries(BRIDGE))
      if (kind === 'request') expect(await request(frame, method, {}), method).toMatchObject({ error: { code: -32601 } })
  })
})

it('H6 an old resource has window.openai and no bridge, where both kinds are shown', async () => {
  await play('chatgpt-2026')
  const { frame } = await mount('show_old it')
  expect(await frame.evaluate(() => 'requestModal' in (window as unknown as ProbeWindow).openai)).toBe(true)
  expect(await request(frame, 'ui/initialize')).toMatchObject({ error: { code: -32601 } })
  await host.core.whenIdle()
})

it('H25 another platform is played while a view is open: the same view is loaded anew with what that one has', async () => {
  await play('chatgpt-2025')
  const mounted = await freshView()
  host.core.changeSettings({ profile: 'chatgpt-2026' })
  await host.core.whenIdle()
  await until(() => mounted.frame.isDetached())
  // The tool names both templates, and 2026 reads the standard one: the view has the bridge now.
  const frame = await innerFrame(mounted.instance())
  await frame.waitForSelector('#probe')
  await BRIDGE['ui/initialize'].run({ ...mounted, frame })
  expect(await frame.evaluate(() => 'requestModal' in (window as unknown as ProbeWindow).openai)).toBe(true)
})

it('S2.T.1 S2.K.1 toolInput is null before approval, then the arguments, which a view cannot change', async () => {
  await play('chatgpt-2026')
  const { core, frame } = await mount('gate it')
  const toolInput = (): Promise<unknown> => frame.evaluate(() => (window as unknown as ProbeWindow).openai['toolInput'] ?? null)
  expect(await toolInput()).toBeNull()
  const card = core.getState().conversation.entries.at(-1)
  core.approve(card?.id ?? '')
  await expect.poll(toolInput).toEqual({ things: { n: 1 } })
  const failure = await frame.evaluate(() => {
    'use strict'
    try {
      const { toolInput: given } = (window as unknown as { openai: { toolInput: { things: { n: number } } } }).openai
      given.things.n = 2
      return null
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(failure).toBe('TypeError')
  expect(await toolInput()).toEqual({ things: { n: 1 } })
  await core.whenIdle()
  expect(core.getState().conversation.entries.find((entry) => entry.kind === 'tool')).toMatchObject({ input: { things: { n: 1 } } })
})

it('H25 text shows no view, and the card says so', async () => {
  await play('text')
  host.core.sendMessage('show it')
  await host.core.whenIdle()
  expect(host.core.getState().instances).toEqual([])
  await page.getByText('No view: the platform “Text only” shows none.').waitFor()
  expect(page.frames().length).toBe(1)
})

function fail(id: string): never {
  throw new Error(`There is no platform ${id}.`)
}
