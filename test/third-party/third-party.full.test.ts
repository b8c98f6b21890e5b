import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { startHost, type Instance, type RunningHost, type ToolEntry } from '@lockstep/host'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { startThirdParty, type ThirdPartyApp } from './start-third-party.ts'

const APPS = ['basic-react', 'basic-vanillajs', 'budget-allocator', 'system-monitor', 'lazy-auth'] as const

let browser: Browser
let app: ThirdPartyApp
let host: RunningHost
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

async function open(name: string): Promise<void> {
  app = await startThirdParty(name)
  host = await startHost({ apps: [{ name, mcpUrl: app.mcpUrl }], port: 0, sandboxPort: 0 })
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(host.url)
  await vi.waitUntil(() => host.core.getState().apps[0]?.status === 'connected', { timeout: 15_000 })
}
afterEach(async () => {
  await page?.close()
  await host?.close()
  await app?.close()
})

/** What the server itself says, asked with the official client and nothing of ours. */
async function listedByServer(): Promise<Array<{ name: string; hasView: boolean; isForModel: boolean }>> {
  const client = new Client({ name: 'witness', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(app.mcpUrl)))
  const { tools } = await client.listTools()
  await client.close()
  return tools.map(({ name, _meta }) => {
    const ui = (_meta?.['ui'] ?? {}) as { resourceUri?: string; visibility?: string[] }
    return { name, hasView: ui.resourceUri !== undefined, isForModel: ui.visibility?.includes('model') ?? true }
  })
}

async function call(tool: string): Promise<{ entry: ToolEntry; instance: Instance | null }> {
  await host.core.callTool({ app: app.name, tool, arguments: {}, isApproved: true })
  await host.core.whenIdle()
  const { conversation, instances } = host.core.getState()
  const entry = conversation.entries.findLast((each) => each.kind === 'tool')
  if (entry?.kind !== 'tool') throw new Error('Expected a card of the call, found none.')
  return { entry, instance: instances.find(({ id }) => id === entry.instanceId) ?? null }
}

async function frameOf(instance: Instance): Promise<Frame> {
  const element = await page.waitForSelector(`iframe[data-instance="${instance.id}"]`)
  const outer = await element.contentFrame()
  const inner = await (await outer?.waitForSelector('iframe'))?.contentFrame()
  if (!inner) throw new Error('Expected the view in two frames, found none.')
  return inner
}

/** Colours that differ in the picture of a view: a blank one has a single one. */
async function coloursOf(instance: Instance): Promise<number> {
  const picture = await page.locator(`iframe[data-instance="${instance.id}"]`).screenshot()
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() }
    const colours = new Set<string>()
    for (let at = 0; at < data.length; at += 4) colours.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`)
    return colours.size
  }, picture.toString('base64'))
}

describe.each(APPS)('%s, as published', (name) => {
  test('H1 H3 H4 H5 every tool is listed, each view is mounted and painted under its own strict policy, without an error of ours', async () => {
    await open(name)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    const listed = await listedByServer()
    const known = host.core.getState().apps[0]?.tools ?? []
    expect(known.map(({ name: tool, hasView, visibleToModel }) => ({ name: tool, hasView, isForModel: visibleToModel }))).toEqual(listed)
    expect(listed.length).toBeGreaterThan(0)

    for (const { name: tool } of listed.filter(({ hasView, isForModel }) => hasView && isForModel)) {
      const { entry, instance } = await call(tool)
      // one that needs an account says so, and shows nothing until somebody signs in
      if (entry.phase !== 'done') {
        expect(entry).toMatchObject({ phase: 'failed', error: { kind: 'auth' } })
        continue
      }
      expect(instance, tool).toMatchObject({ mountFailure: null })
      if (instance === null) continue
      const view = await frameOf(instance)
      await vi.waitUntil(() => phaseOf(instance) === 'live', { timeout: 10_000 })
      await view.waitForFunction(() => document.body.innerText.trim().length > 10 || document.querySelector('canvas, svg') !== null)
      await vi.waitUntil(async () => (await coloursOf(instance)) > 1, { timeout: 10_000, interval: 200 })
      const now = host.core.getState().instances.find(({ id }) => id === instance.id)
      expect(now, tool).toMatchObject({ fault: null, isPermissive: false })
      // zod, in all of these apps, tries whether it may compile and does without when it may not
      const violations = now?.violations.filter(({ blockedUrl }) => blockedUrl !== 'eval')
      expect(violations, tool).toEqual([])
    }
    expect(errors).toEqual([])
  })
})

function phaseOf({ id }: Instance): string | undefined {
  return host.core.getState().instances.find((each) => each.id === id)?.phase
}

test('a view that polls a tool for views alone gets its figures, and the model is not told of that tool', async () => {
  await open('system-monitor')
  const { instance } = await call('get-system-info')
  if (instance === null) throw new Error('Expected a view.')
  await frameOf(instance)
  const polls = () => host.core.getState().trace.filter(({ name, detail }) => name === 'mcp.result' && detail['tool'] === 'poll-system-stats')
  await vi.waitUntil(() => polls().length >= 2, { timeout: 15_000 })
  expect(polls().every(({ detail }) => detail['isError'] === false)).toBe(true)
  expect(JSON.stringify(host.core.getState().modelSees)).not.toContain('poll-system-stats')
})
