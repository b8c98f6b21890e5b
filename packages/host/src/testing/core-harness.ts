import type { Golden } from '@lockstep/contract/golden'
import type { Instance, ToolEntry, ViewDelivery } from '../api/host-state.ts'
import { systemClock, systemIds } from '../core/clock.ts'
import type { ConversationFile, SavedHost } from '../core/conversation-file.ts'
import { createHostCore, type HostCore } from '../core/host-core.ts'
import type { Model } from '../model/model.ts'
import type { Platforms } from '../platforms/platform-profile.ts'
import type { ModelEndpoint } from '../model/openai/model-endpoint.ts'
import { createScriptedModel } from '../model/scripted-model.ts'

export interface CoreHarness {
  core: HostCore
  deliveries: ViewDelivery[]
  /** Says it and waits until all is quiet. */
  say(text: string): Promise<void>
  lastCall(): ToolEntry
  lastView(): Instance
  lastText(): string
  /** A view's end of the bridge, as a frame would speak it. */
  view(instanceId: string): ViewEnd
}

export interface ViewEnd {
  request(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>
  notify(method: string, params?: Record<string, unknown>): Promise<void>
  raw(message: unknown): Promise<Record<string, unknown> | null>
  initialize(): Promise<Record<string, unknown>>
  /** What came from the host so far, oldest first. */
  received(): Array<Record<string, unknown>>
  methods(): string[]
}

/** Golden prompts of the form `{ sentence: [tool, arguments] }`. */
export function goldenOf(prompts: Record<string, [tool: string, args?: Record<string, unknown>]>): Golden {
  return {
    version: 1,
    starters: [],
    prompts: Object.entries(prompts).map(([pattern, [tool, args = {}]], index) => ({
      id: `p${index}`,
      kind: 'direct',
      patterns: [pattern],
      examples: [],
      call: { tool, arguments: args },
    })),
  }
}

export interface CoreHarnessOptions {
  mcpUrl: string
  golden?: Golden
  model?: Model
  endpoint?: ModelEndpoint
  file?: ConversationFile
  saved?: SavedHost | null
  /** Default: those that the host knows. */
  platforms?: Platforms
}

/** The headless host with one app; real time, real ids, no page and no frames. */
export function createCoreHarness({ mcpUrl, golden = goldenOf({}), model, endpoint, file, saved, platforms }: CoreHarnessOptions): CoreHarness {
  const core = createHostCore({
    apps: [{ name: 'app', mcpUrl, golden }],
    model: model ?? createScriptedModel([{ app: 'app', golden }]),
    endpoint: endpoint ?? null,
    clock: systemClock,
    ids: systemIds,
    file: file ?? null,
    saved: saved ?? null,
    ...(platforms === undefined ? {} : { platforms }),
    sandboxPort: () => 4701,
    pageOrigin: () => 'http://localhost:4700',
  })
  const deliveries: ViewDelivery[] = []
  core.subscribeDeliveries((delivery) => deliveries.push(delivery))
  let mounts = 0

  return {
    core,
    deliveries,
    async say(text) {
      core.sendMessage(text)
      await core.whenIdle()
    },
    lastCall: () => found(core.getState().conversation.entries.findLast((entry) => entry.kind === 'tool')),
    lastView: () => found(core.getState().instances.at(-1)),
    lastText: () => found(core.getState().conversation.entries.findLast((entry) => entry.kind === 'assistant')).text,
    view(instanceId) {
      mounts += 1
      const mountId = `mount-${mounts}`
      let ids = 0
      const raw: ViewEnd['raw'] = (message) => core.receiveFromView(instanceId, mountId, message)
      const received = (): Array<Record<string, unknown>> =>
        deliveries.filter((delivery) => delivery.mountId === mountId).map(({ message }) => message)
      const request: ViewEnd['request'] = async (method, params = {}) => {
        ids += 1
        return (await raw({ jsonrpc: '2.0', id: ids, method, params })) ?? {}
      }
      const notify: ViewEnd['notify'] = async (method, params = {}) => void (await raw({ jsonrpc: '2.0', method, params }))
      return {
        raw,
        request,
        notify,
        received,
        methods: () => received().map(({ method }) => String(method)),
        async initialize() {
          const answer = await request('ui/initialize', { protocolVersion: '2026-01-26', appInfo: { name: 'v', version: '1' }, appCapabilities: {} })
          await notify('ui/notifications/initialized')
          return answer
        },
      }
    },
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The conversation has no such thing yet.')
  return value
}
