import { AppError } from '@lockstep/contract'
import type { Frame, Page } from 'playwright-core'
import type { Entry, HostSettings, Instance, ModelSees, ToolEntry } from '../api/host-state.ts'
import type { HostCore } from '../core/host-core.ts'
import type { RunningHost } from '../start-host.ts'
import { findView, type ViewChoice } from './find-view.ts'

/** A local ChatGPT for a test: what a person would do on its page, and what only the host knows. */
export interface HostDriver {
  /** Of the page. */
  readonly url: string
  readonly page: Page
  /** Everything else the host can do and knows. */
  readonly core: HostCore
  /** Switches of what goes wrong; all are off at the start. */
  readonly faults: HostCore['faults']
  /** Says a sentence as the person and waits until all is quiet, or a card waits. What has been added to the conversation since. */
  prompt(text: string): Promise<Entry[]>
  /**
   * Calls a tool directly, as a person may, and waits for its answer. A test is the person: what a card would ask is agreed to, unless `approve` is false.
   * @throws {AppError} HOST_NO_SUCH_APP, HOST_UNKNOWN_TOOL, HOST_TURN_RUNNING
   */
  callTool(tool: string, args?: Record<string, unknown>, options?: { app?: string; approve?: boolean }): Promise<ToolEntry>
  /** The newest view's own frame, once it is on the page. @throws {AppError} HOST_NO_VIEW */
  view(choice?: ViewChoice): Promise<Frame>
  /** The same view as the host knows it. */
  instance(choice?: ViewChoice): Promise<Instance>
  /** Exactly what the model would be handed now. */
  modelContext(): ModelSees
  settings(change: Partial<HostSettings>): void
  /** A picture of the newest view, or of the whole page where none is open; also written to `path`, if given. PNG. */
  screenshot(options?: ViewChoice & { path?: string }): Promise<Buffer>
  /** A new conversation, every fault off. */
  reset(): void
  close(): Promise<void>
}

/** Drives a running host from a test; the page has to show it. */
export function createHostDriver(page: Page, host: RunningHost): HostDriver {
  const { core } = host

  function appOf(name: string | undefined): string {
    const apps = core.getState().apps
    const app = name ?? (apps.length === 1 ? apps[0]?.name : undefined)
    if (app !== undefined) return app
    throw new AppError(
      'HOST_NO_SUCH_APP',
      `Expected the name of an app, since there are ${apps.length}: ${apps.map((each) => each.name).join(', ')}.`,
      {
        blame: 'user',
      },
    )
  }

  function toolEntry(entryId: string): ToolEntry {
    const entry = core.getState().conversation.entries.find(({ id }) => id === entryId)
    if (entry?.kind === 'tool') return entry
    throw new AppError('HOST_NO_SUCH_CARD', 'Expected the entry of the call, it is gone. Was the conversation reset meanwhile?', { blame: 'user' })
  }

  return {
    url: host.url,
    page,
    core,
    faults: core.faults,
    async prompt(text) {
      const before = new Set(core.getState().conversation.entries.map(({ id }) => id))
      core.sendMessage(text)
      await core.whenIdle()
      return core.getState().conversation.entries.filter(({ id }) => !before.has(id))
    },
    async callTool(tool, args = {}, { app, approve = true } = {}) {
      const entryId = await core.callTool({ app: appOf(app), tool, arguments: args, isApproved: approve })
      await core.whenIdle()
      return toolEntry(entryId)
    },
    view: async (choice) => (await findView(page, core, choice)).frame,
    instance: async (choice) => (await findView(page, core, choice)).instance,
    modelContext: () => core.getState().modelSees,
    settings: (change) => core.changeSettings(change),
    async screenshot({ path, ...choice } = {}) {
      const isOpen = core.getState().instances.some(({ phase }) => phase !== 'closed')
      const options = path === undefined ? {} : { path }
      return isOpen ? (await findView(page, core, choice)).element.screenshot(options) : page.screenshot(options)
    },
    reset() {
      core.faults.clear()
      core.reset()
    },
    close: () => host.close(),
  }
}
