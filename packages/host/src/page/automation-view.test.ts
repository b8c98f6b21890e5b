import { describe, expect, it } from 'vitest'
import type { HostState, ToolEntry } from '../api/host-state.ts'
import { appWithTool, automationContext, automationMessages, waitingAction } from './automation-view.ts'

// Only what is read here; other members come and go.
const call = {
  kind: 'tool',
  id: 'e2',
  at: 0,
  app: 'list',
  tool: 'open_list',
  title: 'Open list',
  statusText: '',
  phase: 'done',
  by: 'model',
  input: {},
  fields: [],
  reason: null,
  isDestructive: false,
  isOpenWorld: false,
  result: { content: [{ type: 'text', text: 'Open.' }] },
  error: null,
  instanceId: null,
  tookMs: 1,
} as Partial<ToolEntry> as ToolEntry
const conversation = (...entries: ToolEntry[]): HostState['conversation'] => ({ id: 'c', busy: false, queued: 0, entries })
const app = (name: string, ...tools: string[]): HostState['apps'][number] =>
  ({ name, tools: tools.map((each) => ({ name: each })) }) as unknown as HostState['apps'][number]

describe('what the automation API tells', () => {
  it('is the conversation in turns', () => {
    const entries = [{ kind: 'assistant' as const, id: 'e3', at: 0, text: 'There.' }]
    const failed: ToolEntry = { ...call, id: 'e4', phase: 'failed', error: { kind: 'tool', message: 'No such list.' } }
    expect(automationMessages([call, ...entries, failed])).toEqual([
      { id: 'e2', role: 'tool', content: 'Open.', tool: 'open_list', app: 'list' },
      { id: 'e3', role: 'assistant', content: 'There.' },
      { id: 'e4', role: 'tool', content: 'No such list.', tool: 'open_list', app: 'list' },
    ])
  })

  it('is the context in its parts', () => {
    const part = (kind: HostState['modelSees']['parts'][number]['kind'], text: string) => ({ id: kind, kind, title: '', text, tokens: 0 })
    const parts = [part('instructions', 'Be.'), part('tools', '[{"name":"a"}]'), part('user', '{"role":"user","text":"hi"}')]
    expect(automationContext({ parts, totalTokens: 0 })).toEqual({
      instructions: 'Be.',
      tools: [{ name: 'a' }],
      messages: [{ role: 'user', text: 'hi' }],
    })
  })
})

describe('what waits for a yes', () => {
  const link = { id: 'l1', instanceId: 'i1', url: 'https://a.example/', app: 'list', isTrusted: false }

  const download = { id: 'd1', app: 'list', instanceId: 'i1', files: [] }

  it('is a dialog before a card, and nothing when all is settled', () => {
    const asking: ToolEntry = { ...call, phase: 'awaiting-approval' }
    expect(waitingAction({ pendingLinks: [link], pendingDownloads: [download], conversation: conversation(asking) })).toEqual({
      kind: 'link',
      id: 'l1',
    })
    expect(waitingAction({ pendingLinks: [], pendingDownloads: [download], conversation: conversation(asking) })).toEqual({
      kind: 'download',
      id: 'd1',
    })
    expect(waitingAction({ pendingLinks: [], pendingDownloads: [], conversation: conversation(call, asking) })).toEqual({
      kind: 'approval',
      id: 'e2',
    })
    expect(waitingAction({ pendingLinks: [], pendingDownloads: [], conversation: conversation(call) })).toBeNull()
  })

  it('is a card with the arguments that it proposes', () => {
    const field = { name: 'label', label: 'Label', description: '', type: 'text' as const, choices: [], required: true, proposed: 'Food' }
    const asking: ToolEntry = { ...call, phase: 'awaiting-arguments', fields: [field] }
    expect(waitingAction({ pendingLinks: [], pendingDownloads: [], conversation: conversation(asking) })).toEqual({
      kind: 'arguments',
      id: 'e2',
      fields: { label: 'Food' },
    })
  })
})

describe('appWithTool', () => {
  it('finds the one app, and says what to give where there is none or more than one', () => {
    const apps = [app('list', 'open', 'close'), app('shop', 'open')]
    expect(appWithTool(apps, 'close')).toBe('list')
    expect(() => appWithTool(apps, 'open')).toThrow('list and shop: name the app')
    expect(() => appWithTool(apps, 'jump')).toThrow('There are: open, close, open.')
  })
})
