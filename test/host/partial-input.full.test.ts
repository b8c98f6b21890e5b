import { HOST_TO_VIEW } from '@lockstep/contract'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { PLATFORMS } from '../../packages/host/src/platforms/profiles.ts'
import { startHost, type RunningHost } from '../../packages/host/src/start-host.ts'
import type { TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { launchChromium } from '../support/chromium.ts'
import { membersGolden, startMembersApp } from './members-app.ts'
import { notify, request, until } from './probe-view.ts'

/** A view that is told its input in pieces, in every platform, in a real browser. */

vi.setConfig({ testTimeout: 30_000 })

let browser: Browser
let page: Page
let server: TestServer
let host: RunningHost

beforeAll(async () => {
  server = await startMembersApp()
  host = await startHost({ apps: [{ name: 'probe', mcpUrl: server.mcpUrl, golden: membersGolden }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(host.url)
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await server?.close()
})

const INPUT = { title: 'Brick fireplace rebuilt', city: 'Denver', count: 12 }

type Heard = Array<{ method: string; params: Record<string, unknown> }>
const heardBy = (frame: Frame): Promise<Heard> =>
  frame.evaluate(() => (Reflect.get(window, 'heard') as Heard).filter(({ method }) => method.startsWith('ui/notifications/tool-')))
const openAiInput = (frame: Frame): Promise<unknown> =>
  frame.evaluate(() => (Reflect.get(window, 'openai') as { toolInput?: unknown } | undefined)?.toolInput ?? null)

/** What `window.openai.toolInput` is whenever a piece comes. */
const rememberOpenAiInputs = (frame: Frame): Promise<void> =>
  frame.evaluate((partial) => {
    const inputs: unknown[] = []
    Reflect.set(window, 'inputs', inputs)
    window.addEventListener('message', ({ data }: MessageEvent<{ method?: string }>) => {
      if (data.method === partial) inputs.push((Reflect.get(window, 'openai') as { toolInput?: unknown } | undefined)?.toolInput ?? null)
    })
  }, HOST_TO_VIEW.toolInputPartial)

/** The view of a call with INPUT, while the fault is on; null where the platform shows none. */
async function mount(profile: string): Promise<Frame | null> {
  const { core } = host
  core.reset()
  core.changeSettings({ profile })
  await core.whenIdle()
  core.faults.set('partial-input', { ms: 50 })
  await core.callTool({ app: 'probe', tool: 'show', arguments: INPUT })
  await core.whenIdle()
  const instance = core.getState().instances.at(-1)
  if (instance === undefined) return null
  const isIts = (frame: Frame): boolean => frame.url().startsWith(instance.innerOrigin) && frame.parentFrame()?.url() === instance.frameUrl
  const frame = await until(() => page.frames().find(isIts))
  await frame.waitForSelector('#probe')
  return frame
}

it.each(Object.entries(PLATFORMS).map(([id, { offers }]) => ({ id, offers })))('H7 H8 H25 $id', async ({ id, offers }) => {
  const frame = await mount(id)
  if (frame === null) {
    expect(offers.rendersMimeTypes).toEqual([])
    return
  }
  if (offers.bridge === null) {
    // window.openai knows no pieces
    expect(await openAiInput(frame)).toEqual(INPUT)
    expect(await heardBy(frame)).toEqual([])
    return
  }
  expect(await request(frame, 'ui/initialize', { protocolVersion: offers.bridge.protocolVersion, appInfo: {}, appCapabilities: {} })).toHaveProperty(
    'result',
  )
  expect(await heardBy(frame)).toEqual([])
  await rememberOpenAiInputs(frame)
  await notify(frame, 'ui/notifications/initialized')
  await expect.poll(async () => (await heardBy(frame)).at(-1)?.method, { timeout: 10_000 }).toBe(HOST_TO_VIEW.toolResult)
  const heard = await heardBy(frame)
  const pieces = heard.filter(({ method }) => method === HOST_TO_VIEW.toolInputPartial).map(({ params }) => params['arguments'])
  expect(pieces).toEqual([{}, { title: 'Brick' }, { title: 'Brick fireplace rebui' }, { title: 'Brick fireplace rebuilt', city: 'Den' }])
  expect(heard.slice(pieces.length).map(({ method }) => method)).toEqual([HOST_TO_VIEW.toolInput, HOST_TO_VIEW.toolResult])
  expect(heard[pieces.length]?.params['arguments']).toEqual(INPUT)
  expect(await frame.evaluate(() => Reflect.get(window, 'inputs') as unknown)).toEqual(pieces.map(() => null))
  if (offers.openai !== null) await expect.poll(() => openAiInput(frame)).toEqual(INPUT)
})
