import { createSocket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openPage, setUpHostileStage } from './hostile-stage.ts'

type Ways = Record<string, (url: string) => unknown>

const stage = setUpHostileStage()

/** Runs the ways in the view; what each throws is its own affair, what counts is who was asked. */
async function runWays(inner: Frame, origin: string): Promise<string[]> {
  return inner.evaluate(async (base) => {
    const { ways } = window as unknown as { ways: Ways }
    const names = Object.keys(ways)
    await Promise.all(names.map((name) => ways[name]?.(`${base}/${encodeURIComponent(name)}`)))
    return names
  }, origin)
}

describe('a hostile view that wants out', () => {
  it(
    'SEC8 H5 S2.U.3 S2.U.7 reaches nobody that it did not declare, by no way; the same ways reach whom it declared',
    { timeout: 90_000 },
    async () => {
      const { inner } = await stage.mount('attack')
      const names = await runWays(inner, stage.declared.url)
      await stage.fence(inner)
      const reached = new Set(stage.declared.hits.map((path) => decodeURIComponent(path.slice(1).split('/')[0] ?? '')))
      // So the ways work, and what follows can fail.
      expect([...reached]).toEqual(
        expect.arrayContaining([
          'fetch',
          'xhr',
          'websocket',
          'eventsource',
          'beacon',
          'img',
          'css url',
          'css import',
          'css font',
          'stylesheet',
          'script',
          'import()',
          'video',
          'frame',
          'srcdoc child',
          'blank child',
        ]),
      )
      await runWays(inner, stage.canary.url)
      await stage.fence(inner)
      expect(names.length).toBeGreaterThan(40)
      expect(stage.canary.hits).toEqual([])
    },
  )

  it('SEC8 has the ways left that no CSP governs, and the guide names them', { timeout: 60_000 }, async () => {
    const stun = createSocket('udp4')
    const asked = new Promise((resolve) => stun.once('message', resolve))
    await new Promise<void>((resolve) => stun.bind(0, '127.0.0.1', resolve))
    // As a person's browser is: the one of the other tests is told to keep WebRTC at home.
    const everyday = await launchChromium({ hasWebRtc: true })
    await stage.page.context().close()
    stage.page = await openPage(everyday, stage.host)
    const { inner } = await stage.mount('attack')
    await inner.evaluate(
      ([stunUrl, url]) => {
        const view = window as unknown as { hint(to?: string): void; askByWebRtc(to?: string): Promise<void> }
        view.hint(url)
        return view.askByWebRtc(stunUrl)
      },
      [`stun:127.0.0.1:${stun.address().port}`, stage.canary.url],
    )
    await asked
    await stage.fence(inner)
    expect(stage.canary.hits).toEqual([])
    await everyday.close()
    stun.close()
    const guide = await readFile(new URL('../../docs/local-chatgpt.md', import.meta.url), 'utf8')
    expect(guide).toMatch(/WebRTC/)
    expect(guide).toMatch(/DNS prefetch/)
    expect(guide).toMatch(/preconnect/)
  })

  it.each(['location', 'meta refresh', 'form in place', 'javascript address', 'document.write'])(
    'SEC8 does not get out of its frame by %s',
    { timeout: 30_000 },
    async (name) => {
      const { inner, instance } = await stage.mount('attack')
      await inner.evaluate(
        ([way, url]) => (window as unknown as { exits: Ways }).exits[way ?? '']?.(url ?? ''),
        [name, `${stage.canary.url}/${encodeURIComponent(name)}`],
      )
      const other = await stage.mount('attack')
      await stage.fence(other.inner)
      expect(stage.canary.hits).toEqual([])
      expect(stage.page.url()).toBe(`${stage.host.url}/`)
      expect(['live', 'loading', 'lost']).toContain(stage.instanceOf(instance.id).phase)
    },
  )
})
