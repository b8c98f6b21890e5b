import { AppError } from '@lockstep/contract'
import type { DeepLinkState } from '../api/host-state.ts'
import { isLoopbackHost } from '../net/is-loopback-host.ts'
import type { AppRegistry } from './app-registry.ts'
import type { HostIds } from './clock.ts'
import { readDeepLink, type DeepLinkParts } from './read-deep-link.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import type { PersonCall } from './turn-runner.ts'

export interface DeepLinksOptions {
  apps: AppRegistry
  ids: HostIds
  /** No turn runs, and no card waits. */
  isQuiet(): boolean
  callTool(call: PersonCall): string
  onChange(): void
}

/**
 * Links into the host: anybody can write one. So a link only prefills; connecting to a server that is not known, and calling a tool that is not
 * read-only (or while something else is under way), each take a click.
 */
export interface DeepLinks {
  state(): DeepLinkState | null
  /** Takes the place of an earlier one. @throws {AppError} HOST_BAD_URL, HOST_BAD_LINK */
  open(parts: DeepLinkParts): Promise<void>
  /** Yes to what the link waits for, or away with it. @throws {AppError} HOST_NO_SUCH_DEEP_LINK, HOST_TURN_RUNNING */
  answer(linkId: string, isAccepted: boolean): Promise<void>
}

export function createDeepLinks(options: DeepLinksOptions): DeepLinks {
  const { apps, ids } = options
  let link: DeepLinkState | null = null

  function change(next: DeepLinkState | null): void {
    link = next
    options.onChange()
  }

  /** Goes on as far as it may without a click. */
  async function follow(start: DeepLinkState, app: string): Promise<void> {
    change({ ...start, app, step: 'connecting', problem: null })
    await apps.refreshApp(app)
    // Another link may have come in its place, or the person sent it away.
    if (link?.id !== start.id || link.step !== 'connecting') return
    const tool = apps.findTool(app, start.tool)
    const found = apps.find(app)?.connection.getState()
    if (tool === null) {
      const isReached = found?.status === 'connected'
      const problem = isReached ? `Expected the name of a tool of this server, got ${start.tool}.` : (found?.problem ?? 'The server is gone.')
      return change({ ...link, step: 'failed', problem })
    }
    const { title, readOnly: isReadOnly, isDestructive, isOpenWorld } = tool
    if (isReadOnly && options.isQuiet()) return call(link, tool, false)
    change({ ...link, step: 'call', title, isReadOnly, isDestructive, isOpenWorld })
  }

  function call({ arguments: input }: DeepLinkState, tool: ToolDescriptor, isApproved: boolean): void {
    const app = link?.app ?? ''
    options.callTool({ app, tool: tool.name, arguments: input, isApproved })
    change(null)
  }

  return {
    state: () => link,
    async open(parts) {
      const { mcpUrl, ...asked } = readDeepLink(parts)
      const known = apps.findByUrl(mcpUrl)
      const isRemote = !isLoopbackHost(new URL(mcpUrl).hostname)
      const opened: DeepLinkState = {
        id: ids.newId('link'),
        mcpUrl,
        app: null,
        isRemote,
        ...asked,
        title: null,
        step: 'connect',
        isReadOnly: false,
        isDestructive: true,
        isOpenWorld: true,
        problem: null,
      }
      if (known === null) change(opened)
      else await follow(opened, known.app.name)
    },
    async answer(linkId, isAccepted) {
      if (link?.id !== linkId) throw new AppError('HOST_NO_SUCH_DEEP_LINK', 'Expected the id of a link that waits for an answer.', { blame: 'user' })
      if (!isAccepted) return change(null)
      if (link.step === 'connect') return follow(link, apps.add(link.mcpUrl))
      if (link.step === 'failed') return follow(link, link.app ?? apps.add(link.mcpUrl))
      const tool = link.step === 'call' && link.app !== null ? apps.findTool(link.app, link.tool) : null
      if (tool !== null) call(link, tool, true)
    },
  }
}
