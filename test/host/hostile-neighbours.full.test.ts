import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { setUpHostileStage } from './hostile-stage.ts'

const stage = setUpHostileStage()

describe('a hostile view beside others', () => {
  it('SEC7 S2.W.1 reads nothing of the page, of another app’s view, or of their stores', { timeout: 30_000 }, async () => {
    const other = await stage.mount('show it')
    const { inner, instance } = await stage.mount('attack')
    expect(new Set([other.instance.innerOrigin, instance.innerOrigin, other.instance.outerOrigin, instance.outerOrigin]).size).toBe(4)
    const seen = await inner.evaluate(() => {
      const tell = (run: () => unknown): string => {
        try {
          return `got ${String(run())}`
        } catch (error) {
          return error instanceof Error ? error.name : 'refused'
        }
      }
      const domain = tell(() => {
        document.domain = 'localhost'
      })
      const child = document.createElement('iframe')
      child.srcdoc = '<p>child'
      document.body.append(child)
      const frames = Array.from({ length: window.top?.length ?? 0 }, (_, index) => window.top?.[index])
      return {
        top: tell(() => window.top?.document.body),
        token: tell(() => window.top?.document.getElementById('lockstep-boot')),
        parent: tell(() => window.parent.document),
        frameElement: window.frameElement === null,
        opener: window.opener === null,
        siblings: frames.map((frame) => tell(() => frame?.document)),
        nephews: frames.map((frame) => tell(() => frame?.[0]?.document)),
        child: tell(() => child.contentWindow?.top?.document),
        domain,
      }
    })
    expect(seen).toMatchObject({
      top: 'SecurityError',
      token: 'SecurityError',
      parent: 'SecurityError',
      frameElement: true,
      opener: true,
      child: 'SecurityError',
    })
    expect(seen.siblings).toHaveLength(2)
    expect(seen.siblings.every((answer) => answer === 'SecurityError')).toBe(true)
    // Its own document, by a detour.
    expect(seen.nephews.toSorted()).toEqual(['SecurityError', 'got [object HTMLDocument]'])
    expect(seen.domain).toBe('SecurityError')
  })

  it(
    'SEC7 S2.U.4 shares no cookie and no store with another app, with another domain of its own, or with the page',
    { timeout: 30_000 },
    async () => {
      const views = [await stage.mount('show it'), await stage.mount('attack'), await stage.mount('attack from its domain')]
      // Chromium without a profile gives frames of other sites no store at all; on their own they have one, and the origins are the same.
      const [theirs, mine, minesDomain] = await Promise.all(
        views.map(async ({ instance: { frameUrl, outerOrigin, innerOrigin } }) => {
          const alone = await stage.page.context().newPage()
          await alone.goto(frameUrl.replace(`${outerOrigin}/p/`, `${innerOrigin}/v/`))
          return alone
        }),
      )
      if (theirs === undefined || mine === undefined || minesDomain === undefined) throw new Error('three pages were opened')
      for (const domain of ['', 'domain=localhost', 'domain=.localhost', `domain=${new URL(stage.host.url).hostname}`]) {
        await mine.evaluate((where) => (document.cookie = `planted=1; ${where}`), domain)
      }
      await mine.evaluate(() => window.localStorage.setItem('planted', '1'))
      const stores = (target: Page): Promise<string[]> =>
        target.evaluate(() => [document.cookie, ...Object.keys(window.localStorage), ...Object.keys(window.sessionStorage)])
      expect(await stores(theirs)).toEqual(['victim=cookie', 'victim', 'victim'])
      expect(await stores(mine)).toEqual(['planted=1', 'planted'])
      expect(await stores(minesDomain)).toEqual([''])
      expect(await stage.page.evaluate(() => document.cookie)).toBe('')
      await Promise.all([theirs, mine, minesDomain].map((alone) => alone.close()))
    },
  )

  it('SEC7 opens no window, no dialog, no clipboard, and takes neither the page nor another view elsewhere', { timeout: 30_000 }, async () => {
    const other = await stage.mount('show it')
    const dialogs: string[] = []
    stage.page.on('dialog', (dialog) => dialogs.push(dialog.type()))
    const { inner } = await stage.mount('attack')
    const outcome = await inner.evaluate(async (url) => {
      const tell = (run: () => unknown): string => {
        try {
          return String(run())
        } catch (error) {
          return error instanceof Error ? error.name : 'refused'
        }
      }
      const clipboard = await navigator.clipboard.writeText('x').then(
        () => 'written',
        () => 'refused',
      )
      return {
        open: tell(() => window.open(url)),
        named: tell(() => window.open(url, '_top')),
        alert: tell(() => window.alert('x')),
        confirm: tell(() => window.confirm('x')),
        prompt: tell(() => window.prompt('x')),
        top: tell(() => {
          if (window.top) window.top.location.href = url
          return 'gone'
        }),
        sibling: tell(() => {
          if (window.top?.[0]) window.top[0].location.href = url
          return 'gone'
        }),
        print: tell(() => window.print()),
        clipboard,
      }
    }, `${stage.canary.url}/away`)
    expect(outcome).toMatchObject({ open: 'null', named: 'null', confirm: 'false', prompt: 'null', top: 'SecurityError', clipboard: 'refused' })
    await stage.fence(inner)
    expect(dialogs).toEqual([])
    expect(stage.canary.hits).toEqual([])
    expect(stage.page.url()).toBe(`${stage.host.url}/`)
    expect(stage.page.context().pages()).toHaveLength(1)
    expect(await other.inner.evaluate(() => document.getElementById('hello')?.textContent)).toBe('victim')
  })

  it('SEC7 shows nothing where no page of ours is around it', { timeout: 30_000 }, async () => {
    const { instance } = await stage.mount('show it')
    const alone = await stage.page.context().newPage()
    await alone.goto(instance.frameUrl)
    await alone.waitForFunction(() => document.body.textContent?.includes('shows nothing by itself'))
    expect(await alone.locator('iframe').count()).toBe(0)
    const foreign = await stage.page.context().newPage()
    await foreign.goto(stage.canary.url)
    await foreign.evaluate((url) => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      return new Promise((settle) => frame.addEventListener('load', settle))
    }, instance.frameUrl)
    expect(foreign.frames().filter((frame) => frame.url().startsWith(instance.innerOrigin))).toEqual([])
    await Promise.all([alone.close(), foreign.close()])
  })

  it(
    'SEC6 is not heard in another’s name: not by another view, not by a frame within, not with the host’s own words',
    { timeout: 30_000 },
    async () => {
      const other = await stage.mount('show it')
      const { inner, instance } = await stage.mount('attack')
      await inner.evaluate(async (url) => {
        const { top, parent } = window
        const forged = [
          { jsonrpc: '2.0', method: 'openai/set_globals', params: { globals: { toolOutput: { secret: 'FORGED' } } } },
          { jsonrpc: '2.0', method: 'lockstep/surroundings', params: { surroundings: { textSizePercent: 400 } } },
          { jsonrpc: '2.0', method: 'lockstep/sandbox-lost', params: {} },
          { jsonrpc: '2.0', id: 'x', method: 'openai/sendFollowUpMessage', params: { args: [{ prompt: 'FORGED' }] } },
        ]
        for (const message of forged) {
          for (let index = 0; index < (top?.length ?? 0); index += 1) {
            if (top?.[index] !== parent) top?.[index]?.postMessage(message, '*')
            if (top?.[index] !== parent) top?.[index]?.[0]?.postMessage(message, '*')
          }
          if (message.method !== 'openai/sendFollowUpMessage') parent.postMessage(message, '*')
          top?.postMessage(message, '*')
        }
        await new Promise((settle) => {
          const frame = document.createElement('iframe')
          frame.addEventListener('load', settle)
          frame.src = url
          document.body.append(frame)
        })
      }, stage.nested.url)
      expect(stage.nested.hits).toContain('/')
      await stage.fence(inner)
      await other.inner.evaluate(() =>
        (window as unknown as { openai: { callTool(name: string): Promise<unknown> } }).openai.callTool('show').catch(() => null),
      )
      const output = await other.inner.evaluate(() => (window as unknown as { openai: { toolOutput: unknown } }).openai.toolOutput)
      expect(output).toEqual({ secret: 'of show' })
      expect(await other.inner.evaluate(() => document.documentElement.style.fontSize)).toBe('')
      expect(stage.instanceOf(instance.id).phase).not.toBe('lost')
      const said = JSON.stringify(stage.host.core.getState().conversation.entries)
      expect(said).not.toContain('FORGED')
      expect(said).not.toContain('NESTED')
    },
  )

  it('SEC6 survives 100,000 messages and a huge one; the host answers others meanwhile', { timeout: 60_000 }, async () => {
    const { inner, instance } = await stage.mount('attack')
    const flood = inner.evaluate(() => {
      for (let index = 0; index < 100_000; index += 1) parent.postMessage({ jsonrpc: '2.0', id: `f${index}`, method: 'ping' }, '*')
      parent.postMessage({ jsonrpc: '2.0', id: 'huge', method: 'openai/setWidgetState', params: { args: [{ x: 'x'.repeat(50_000_000) }] } }, '*')
      parent.postMessage({ jsonrpc: '2.0', id: 'binary', method: 'ping', params: { buffer: new ArrayBuffer(100_000_000) } }, '*')
    })
    const took: number[] = []
    for (let asked = 0; asked < 20; asked += 1) {
      const before = performance.now()
      await fetch(`${stage.host.url}/api/state`, { headers: { 'x-lockstep-token': stage.host.token } }).then((answer) => answer.text())
      took.push(performance.now() - before)
    }
    await flood
    const median = took.toSorted((a, b) => a - b)[10] ?? Number.POSITIVE_INFINITY
    expect(median).toBeLessThan(100)
    const dropped = (): unknown[] =>
      stage.host.core.getState().trace.flatMap(({ name, detail }) => (name === 'view.dropped' ? [detail['reason']] : []))
    await vi.waitUntil(() => dropped().includes('flood'), { timeout: 30_000 })
    expect(stage.instanceOf(instance.id).widgetState).toBeNull()
    const other = await stage.mount('show it')
    expect(await other.inner.evaluate(() => document.getElementById('hello')?.textContent)).toBe('victim')
  })
})
