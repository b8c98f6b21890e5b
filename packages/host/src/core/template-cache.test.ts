import { beforeEach, describe, expect, it } from 'vitest'
import type { HostClock } from './clock.ts'
import { createTemplateCache, TEMPLATE_CACHE_MS, type TemplateCache } from './template-cache.ts'
import { parseUiResource } from './ui-resource.ts'

const uri = 'ui://shop/cart.html'
let now: number
let html: string | null
let reads: number
let changes: string[]
let mode: 'fresh' | 'hour'
let platform: string
let cache: TemplateCache

beforeEach(() => {
  now = 1_000_000
  html = '<!doctype html><p>one'
  reads = 0
  changes = []
  mode = 'hour'
  platform = 'chatgpt-2026'
  const clock: HostClock = { now: () => now, setTimeout: () => null, clearTimeout: () => undefined }
  cache = createTemplateCache({
    clock,
    read() {
      reads += 1
      const contents = html === null ? [] : [{ uri, mimeType: 'text/html;profile=mcp-app', text: html }]
      return Promise.resolve(parseUiResource(uri, contents))
    },
    mode: () => mode,
    platform: () => platform,
    onChange: (_app, _uri, latest) => changes.push(latest.html),
  })
})

const shown = async (app = 'shop'): Promise<unknown> => {
  const reading = await cache.read(app, uri)
  return reading.ok ? [reading.resource.html.slice(-3), reading.readAt, reading.isStale] : reading.gate
}

describe('the template cache', () => {
  it('H4 keeps a template by its address for an hour, as ChatGPT does, and says when the server has another one', async () => {
    expect(await shown()).toEqual(['one', 1_000_000, false])
    html = '<!doctype html><p>two'
    now += TEMPLATE_CACHE_MS - 1
    expect(await shown()).toEqual(['one', 1_000_000, false])
    await Promise.resolve()
    expect(changes).toEqual(['<!doctype html><p>two'])
    expect(await shown()).toEqual(['one', 1_000_000, true])
    now += 1
    expect(await shown()).toEqual(['two', now, false])
  })

  it('H4 reads past the cache when told, and each time when it is off', async () => {
    await shown()
    html = '<!doctype html><p>two'
    expect(await cache.refresh('shop', uri)).toMatchObject({ readAt: now, isStale: false, resource: { html } })
    expect(await shown()).toEqual(['two', 1_000_000, false])
    mode = 'fresh'
    html = '<!doctype html><p>six'
    expect(await shown()).toEqual(['six', 1_000_000, false])
  })

  it('H4 keeps apart what two apps have under one address', async () => {
    await shown('shop')
    html = '<!doctype html><p>two'
    expect(await shown('other')).toEqual(['two', 1_000_000, false])
    expect(await shown('shop')).toEqual(['one', 1_000_000, false])
  })

  it('H25 reads a template anew for another platform, which may take it otherwise', async () => {
    await shown()
    platform = 'mcp-apps'
    await shown()
    expect(reads).toBe(2)
  })

  it('H4 keeps no failure, and takes none for a change', async () => {
    html = null
    expect(await shown()).toBe('missing')
    html = '<!doctype html><p>one'
    expect(await shown()).toEqual(['one', 1_000_000, false])
    html = null
    expect(await shown()).toEqual(['one', 1_000_000, false])
    expect(changes).toEqual([])
    expect(reads).toBe(3)
  })
})
