import { isRecord, type OpenAiGlobals, type OpenAiMethods } from '@lockstep/contract'
import type { Frame } from 'playwright-core'
import { expect } from 'vitest'
import { answerLink, callOpenAi, saidByView, until, type Mounted, type ProbeWindow } from './probe-view.ts'

async function upload(frame: Frame): Promise<string> {
  const answer = await frame.evaluate(() => {
    const { openai } = window as unknown as { openai: { uploadFile(file: File): Promise<{ fileId: string }> } }
    return openai
      .uploadFile(new File(['hello bytes'], 'hello.txt', { type: 'text/plain' }))
      .catch((error: unknown) => ({ fileId: `failed: ${String(error)}` }))
  })
  expect(answer.fileId).toMatch(/^(?!failed)./)
  return answer.fileId
}

/** Every method of the contract, used as documented; the last ones end the view. */
export const METHODS: Record<keyof OpenAiMethods, (mounted: Mounted) => Promise<void>> = {
  async callTool({ frame }) {
    expect(await callOpenAi(frame, 'callTool', ['echo', { a: 1 }])).toMatchObject({ structuredContent: { echoed: { a: 1 } } })
  },
  async sendFollowUpMessage({ frame, core }) {
    expect(await callOpenAi(frame, 'sendFollowUpMessage', [{ prompt: 'a follow-up' }])).toBeNull()
    await until(() => saidByView(core, 'a follow-up'))
    await core.whenIdle()
  },
  async setWidgetState({ frame, instance }) {
    const kept = await frame.evaluate(() => {
      const { openai } = window as unknown as { openai: { setWidgetState(state: object): void; widgetState: unknown } }
      openai.setWidgetState({ count: 1 })
      return openai.widgetState
    })
    expect(kept).toEqual({ count: 1 })
    await until(() => instance().widgetState?.['count'] === 1)
  },
  async requestDisplayMode({ frame, instance }) {
    expect(await callOpenAi(frame, 'requestDisplayMode', [{ mode: 'fullscreen' }])).toEqual({ mode: 'fullscreen' })
    expect(instance().displayMode).toBe('fullscreen')
    await until(() => frame.evaluate(() => (window as unknown as ProbeWindow).openai['displayMode'] === 'fullscreen'))
    expect(await callOpenAi(frame, 'requestDisplayMode', [{ mode: 'inline' }])).toEqual({ mode: 'inline' })
  },
  async notifyIntrinsicHeight({ frame, instance }) {
    expect(await callOpenAi(frame, 'notifyIntrinsicHeight', [333])).toBeNull()
    await until(() => instance().heightPx === 333)
  },
  async openExternal({ frame, core }) {
    const done = callOpenAi(frame, 'openExternal', [{ href: 'https://elsewhere.example/a' }])
    await answerLink(core, 'https://elsewhere.example/a')
    expect(await done).toBeNull()
  },
  async requestModal({ frame, core, otherFrame }) {
    const closed = callOpenAi(frame, 'requestModal', [{ params: { of: 'the opener' } }])
    const dialog = await until(() => core.getState().instances.find(({ modal, phase }) => modal !== null && phase !== 'closed'))
    const inside = await otherFrame()
    expect(await inside.evaluate(() => (window as unknown as ProbeWindow).openai['view'])).toEqual({ mode: 'modal', params: { of: 'the opener' } })
    core.closeView(dialog.id)
    expect(await closed).not.toHaveProperty('thrown')
  },
  async setOpenInAppUrl({ frame, instance }) {
    expect(await callOpenAi(frame, 'setOpenInAppUrl', [{ href: 'https://probe.example/deep' }])).toBeNull()
    expect(instance().openInAppUrl).toBe('https://probe.example/deep')
  },
  async uploadFile({ frame, core }) {
    const fileId = await upload(frame)
    expect(core.getState().trace.some(({ name, detail }) => name === 'file.stored' && detail['fileId'] === fileId)).toBe(true)
  },
  async selectFiles({ frame, core }) {
    const chosen = callOpenAi(frame, 'selectFiles', [])
    const pick = await until(() => core.getState().pendingPicks[0])
    core.files.answerPick(pick.id, [])
    expect(await chosen).toEqual([])
  },
  async getFileDownloadUrl({ frame }) {
    const answer = await callOpenAi(frame, 'getFileDownloadUrl', [{ fileId: await upload(frame) }])
    const { downloadUrl } = answer as { downloadUrl: string }
    expect(await frame.evaluate((url) => fetch(url).then((response) => response.text()), downloadUrl)).toBe('hello bytes')
  },
  async requestCheckout() {
    throw new Error('No platform here offers requestCheckout: it is a private beta.')
  },
  async requestClose({ frame, instance }) {
    // The frame may be gone before its own call is answered.
    await callOpenAi(frame, 'requestClose', []).catch(() => null)
    await until(() => instance().phase === 'closed')
  },
}

/** What each global is in a view of the tool `show` that stands in the conversation. */
export const GLOBALS: Record<keyof OpenAiGlobals, (value: unknown, mounted: Mounted) => void> = {
  theme: (value) => expect(['light', 'dark']).toContain(value),
  userAgent: (value) => expect(value).toEqual({ device: { type: 'desktop' }, capabilities: { hover: true, touch: false } }),
  locale: (value) => expect(value).toBe('en-US'),
  maxHeight: (value) => expect(value).toBe(16_000),
  displayMode: (value) => expect(value).toBe('inline'),
  safeArea: (value) => expect(value).toEqual({ insets: { top: 0, right: 0, bottom: 0, left: 0 } }),
  view: (value) => expect(value).toEqual({ mode: 'inline' }),
  toolInput: (value) => expect(value).toEqual({}),
  toolOutput: (value) => expect(value).toEqual({ apples: 3 }),
  toolResponseMetadata: (value, { core }) => {
    const isFlat = core.getState().settings.profile === 'chatgpt-2025'
    const meta = isFlat ? value : isRecord(value) && isRecord(value['mcp_tool_result']) ? value['mcp_tool_result']['_meta'] : null
    expect(meta).toMatchObject({ forView: 'only', 'openai/widgetSessionId': expect.any(String) as string })
  },
  widgetState: (value) => expect(value).toBeNull(),
}
