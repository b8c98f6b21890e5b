import { readFile } from 'node:fs/promises'
import { startHost, type RunningHost } from '@lockstep/host'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileApp, fileGolden } from '../../packages/host/src/testing/file-app.ts'
import type { RecordedCall } from '../../packages/host/src/testing/flow-app.ts'
import { startTestServer, type TestServer } from '../../packages/host/src/testing/mcp-test-server.ts'
import { axeFindings } from '../support/axe.ts'
import { launchChromium } from '../support/chromium.ts'

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

interface OpenAi {
  uploadFile(file: File, options?: { library?: boolean }): Promise<{ fileId: string }>
  selectFiles(): Promise<unknown>
  openExternal(link: { href: string }): Promise<void>
  sendFollowUpMessage(message: { prompt: string }): Promise<void>
  getFileDownloadUrl(file: { fileId: string }): Promise<{ downloadUrl: string }>
}
type ViewWindow = typeof window & { openai: OpenAi; answer?: unknown }

const calls: RecordedCall[] = []
let browser: Browser
let server: TestServer
let host: RunningHost
let page: Page

beforeAll(async () => {
  server = await startTestServer(fileApp(calls, (url) => fetch(url).then((answer) => answer.text())))
  host = await startHost({ apps: [{ name: 'album', mcpUrl: server.mcpUrl, golden: fileGolden }], port: 0, sandboxPort: 0 })
  browser = await launchChromium()
  const context = await browser.newContext({ viewport: { width: 900, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(host.url)
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await server.close()
})
beforeEach(() => {
  calls.length = 0
  host.core.changeSettings({ profile: 'chatgpt-2026', hasFilePicker: true })
  host.core.reset()
})

async function openView(): Promise<Frame> {
  host.core.sendMessage('show files')
  await host.core.whenIdle()
  await expect.poll(() => page.locator('.entry iframe').count()).toBe(host.core.getState().instances.length)
  const line = await page.locator('.entry iframe').last().contentFrame().locator('iframe').contentFrame().locator('p').elementHandle()
  const frame = await line?.ownerFrame()
  if (!frame) throw new Error('Expected the view in two frames, found none.')
  return frame
}

const uploadText = (frame: Frame, text: string): Promise<{ fileId: string }> =>
  frame.evaluate((said) => (window as ViewWindow).openai.uploadFile(new File([said], 'note.txt', { type: 'text/plain' })), text)
const urlOf = (frame: Frame, fileId: string): Promise<string> =>
  frame.evaluate((id) => (window as ViewWindow).openai.getFileDownloadUrl({ fileId: id }).then(({ downloadUrl }) => downloadUrl, String), fileId)

describe('a view and files', () => {
  test('S2.A.4 S2.A.5 H20 bytes that it uploads come back from the address it is given, under the strictest policy; another view gets none', async () => {
    const view = await openView()
    const { fileId } = await uploadText(view, 'hello from the view')
    const url = await urlOf(view, fileId)
    expect(await view.evaluate((address) => fetch(address).then((answer) => answer.text()), url)).toBe('hello from the view')
    const { fileId: picture } = await view.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      return (window as ViewWindow).openai.uploadFile(new File([bytes], 'red.png', { type: 'image/png' }))
    }, PNG)
    const width = await view.evaluate(
      async (address) => {
        const image = new Image()
        image.src = address
        await image.decode()
        return image.naturalWidth
      },
      await urlOf(view, picture),
    )
    expect(width).toBe(1)
    // Neither the page nor another origin can read it, even when it has the address.
    expect(
      await page.evaluate(
        (address) =>
          fetch(address).then(
            () => 'read',
            () => 'refused',
          ),
        url,
      ),
    ).toBe('refused')
    const other = await openView()
    expect(await urlOf(other, fileId)).toContain('Expected the id of a file')
  })

  test('S2.A.4 a file over 20 MB is refused with words, and the view goes on', async () => {
    const view = await openView()
    const refusal = await view.evaluate(() =>
      (window as ViewWindow).openai.uploadFile(new File([new Uint8Array(20_000_001)], 'film.mp4', { type: 'video/mp4' })).then(String, String),
    )
    expect(refusal).toMatch(/TypeError: Expected a file of at most 20 MB/)
    expect(await uploadText(view, 'small')).toMatchObject({ fileId: expect.any(String) })
  })

  test('H20 the picker shows the library, and gives the view what the person chose', async () => {
    const { id } = await host.core.files.add({ name: 'holiday.txt', mimeType: 'text/plain', bytes: new TextEncoder().encode('sun') })
    await host.core.files.add({ name: 'secret.txt', mimeType: 'text/plain', bytes: new TextEncoder().encode('no') })
    const view = await openView()
    const chosen = view.evaluate(() => (window as ViewWindow).openai.selectFiles())
    const dialog = page.getByRole('dialog', { name: 'Choose files for album' })
    await dialog.getByRole('checkbox', { name: /holiday\.txt/ }).check()
    expect(await axeFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Use the file' }).click()
    expect(await chosen).toEqual([{ fileId: id, fileName: 'holiday.txt', mimeType: 'text/plain' }])
    const cancelled = view.evaluate(() => (window as ViewWindow).openai.selectFiles())
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    expect(await cancelled).toEqual([])
    await dialog.waitFor({ state: 'hidden' })
  })

  test('H20 ui/download-file asks the person and saves real bytes under a safe name', async () => {
    host.core.changeSettings({ profile: 'mcp-apps' })
    const view = await openView()
    await view.evaluate(() => {
      window.addEventListener('message', ({ data }: MessageEvent<{ id?: unknown; result?: unknown }>) => {
        if (data.id === 'save') (window as ViewWindow).answer = data.result
      })
      const contents = [{ type: 'resource', resource: { uri: 'file:///tmp/..%2Flist%3Aold.csv', mimeType: 'text/csv', text: 'a,b' } }]
      window.parent.postMessage({ jsonrpc: '2.0', id: 'save', method: 'ui/download-file', params: { contents } }, '*')
    })
    const dialog = page.getByRole('dialog', { name: 'Save this file?' })
    await dialog.getByText('_list_old.csv').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save', exact: true }).click()])
    expect(download.suggestedFilename()).toBe('_list_old.csv')
    expect(await readFile(await download.path(), 'utf8')).toBe('a,b')
    await expect.poll(() => view.evaluate(() => (window as ViewWindow).answer)).toEqual({})
  })
})

describe('a view and what is around it', () => {
  const open = (view: Frame, href: string): Promise<string> =>
    view.evaluate((address) => (window as ViewWindow).openai.openExternal({ href: address }).then(() => 'answered', String), href)

  test('S2.A.9 S2.K.10 H19 an undeclared address is opened only by the person, a declared one at once with the way back, a script never', async () => {
    // Any server will do as the world outside: this one answers something at every path.
    const strange = `http://127.0.0.1:${server.port}`
    const declared = `http://shop.localhost:${server.port}`
    const view = await openView()
    const opened: string[] = []
    const note = (popup: Page): void => void opened.push(popup.url())
    page.context().on('page', note)
    const dialog = page.getByRole('dialog', { name: 'Open this address?' })

    const refused = open(view, `${strange}/a`)
    await dialog.getByText(`${strange}/a`).waitFor()
    await dialog.getByRole('button', { name: 'Do not open' }).click()
    expect(await refused).toBe('answered')
    expect(await open(view, 'javascript:alert(1)')).toContain('Expected an http or https address')
    expect(await open(view, 'data:text/html,x')).toContain('Expected an http or https address')
    expect(opened).toEqual([])

    const asked = open(view, `${strange}/b`)
    await dialog.getByRole('button', { name: 'Open in a new tab' }).waitFor()
    const [popup] = await Promise.all([page.context().waitForEvent('page'), dialog.getByRole('button', { name: 'Open in a new tab' }).click()])
    await popup.waitForURL(`${strange}/b`)
    expect(await popup.evaluate(() => window.opener)).toBeNull()
    expect(await asked).toBe('answered')

    const [trusted] = await Promise.all([page.context().waitForEvent('page'), open(view, `${declared}/orders`)])
    await trusted.waitForURL(`${declared}/orders?redirectUrl=${encodeURIComponent(host.url)}`)
    page.context().off('page', note)
    await Promise.all([popup.close(), trusted.close()])
  })

  test('H19 H15 a tab that nobody looks at leaves links and drafts to the one in front', async () => {
    const behind = await page.context().newPage()
    await behind.addInitScript(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }))
    await behind.goto(host.url)
    const view = await openView()
    await behind.locator('.entry iframe').waitFor()
    const [opened] = await Promise.all([page.context().waitForEvent('page'), open(view, `http://shop.localhost:${server.port}/`)])
    await view.evaluate(() => {
      const content = [{ type: 'text', text: 'Order both' }]
      const params = { role: 'user', content, _meta: { 'openai/message': { target: 'active', send: false } } }
      window.parent.postMessage({ jsonrpc: '2.0', id: 'draft', method: 'ui/message', params }, '*')
    })
    await expect.poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Order both')
    expect(await behind.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('')
    expect([await page.locator('.toast').count(), await behind.locator('.toast').count()]).toEqual([0, 0])
    await page.getByRole('textbox', { name: 'Message' }).fill('')
    await Promise.all([opened.close(), behind.close()])
  })

  test('H19 a question that goes away by itself gives the focus back', async () => {
    const view = await openView()
    const field = page.getByRole('textbox', { name: 'Message' })
    await field.focus()
    void open(view, 'https://example.com/a')
    await page.getByRole('dialog', { name: 'Open this address?' }).waitFor()
    host.core.reset()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('S2.A.2 H15 a follow-up stands in the conversation under the app’s name and runs a turn', async () => {
    const view = await openView()
    await view.evaluate(() => (window as ViewWindow).openai.sendFollowUpMessage({ prompt: 'bill me' }))
    await page.locator('.entry-user').last().getByText('album, for you').waitFor()
    await page.locator('.entry-assistant').last().getByText('your bill').waitFor()
    expect(host.core.getState().conversation.entries.findLast((entry) => entry.kind === 'tool')).toMatchObject({ tool: 'bill', phase: 'done' })
  })

  test('H15 a draft of a view comes into the message field, unsent', async () => {
    const view = await openView()
    await view.evaluate(() => {
      const content = [{ type: 'text', text: 'Order both pictures' }]
      const _meta = { 'openai/message': { target: 'active', send: false } }
      window.parent.postMessage({ jsonrpc: '2.0', id: 'draft', method: 'ui/message', params: { role: 'user', content, _meta } }, '*')
    })
    const field = page.getByRole('textbox', { name: 'Message' })
    await expect.poll(() => field.inputValue()).toBe('Order both pictures')
    await expect.poll(() => host.core.getState().draft).toBeNull()
    await field.fill('')
  })
})

describe('a person and files', () => {
  test('H20 S2.S.3 files that are chosen, pasted and dropped become chips, travel with the message, and the tool’s server can fetch them', async () => {
    const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('the person’s note') }
    await page.getByLabel('Files to attach').setInputFiles([note, { ...note, name: 'extra.txt' }])
    for (const kind of ['paste', 'drop']) {
      await page.getByRole('textbox', { name: 'Message' }).evaluate((field, type) => {
        const data = new DataTransfer()
        data.items.add(new File(['more'], `${type}.txt`, { type: 'text/plain' }))
        const bubbles = { bubbles: true, cancelable: true }
        field.dispatchEvent(
          type === 'paste' ? new ClipboardEvent(type, { ...bubbles, clipboardData: data }) : new DragEvent(type, { ...bubbles, dataTransfer: data }),
        )
      }, kind)
    }
    const chips = page.locator('.composer').getByRole('list', { name: 'Attached files' }).getByRole('listitem')
    await expect.poll(() => chips.allInnerTexts().then((texts) => texts.filter((text) => !text.includes('Sending')).length)).toBe(4)
    expect(await axeFindings(page)).toEqual([])
    for (const name of ['extra.txt', 'paste.txt', 'drop.txt']) await page.getByRole('button', { name: `Remove ${name}` }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('composer')
    await page.keyboard.type('frame it')
    await page.keyboard.press('Enter')
    await expect.poll(() => calls.length).toBe(1)
    await host.core.whenIdle()
    expect(calls[0]?.args['photo']).toMatchObject({ file_name: 'note.txt', mime_type: 'text/plain', file_id: expect.stringMatching(/^file_/) })
    expect(host.core.getState().conversation.entries.findLast((entry) => entry.kind === 'tool')).toMatchObject({
      result: { structuredContent: { body: 'the person’s note' } },
    })
    await page.locator('.entry-user').getByText('note.txt').waitFor()
    expect(await chips.count()).toBe(0)
  })

  test('H13 what a view told the model is a chip above the message field; its x takes it back', async () => {
    const view = await openView()
    await view.evaluate(() => {
      const content = [{ type: 'text', text: 'Two pictures are chosen' }]
      window.parent.postMessage({ jsonrpc: '2.0', id: 'tell', method: 'ui/update-model-context', params: { content } }, '*')
    })
    await page.getByRole('list', { name: 'Told to the model by views' }).getByText('Two pictures are chosen').waitFor()
    await page.getByRole('button', { name: /Do not tell the model/ }).click()
    await expect.poll(() => host.core.getState().instances.at(-1)?.modelContext).toBeNull()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('composer')
  })
})
