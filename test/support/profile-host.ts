import { RESULT_META, type HostProfile, type OpenAiGlobals } from '@lockstep/contract'
import { FakeHost } from '../../packages/view/test/fake-host.ts'
import { openAiMethods } from './view-hosts.ts'

/** What happened before the view was there. */
export interface Told {
  toolInput: Record<string, unknown>
  result: { content: Array<Record<string, unknown>>; structuredContent: Record<string, unknown>; _meta: Record<string, unknown> }
  widgetState: Record<string, unknown> | null
}

/** A host that offers what its profile says, to the letter, and nothing else. */
export function profileHost(profile: HostProfile, { toolInput, result, widgetState }: Told) {
  const methods = openAiMethods()
  const marked = profile.tellsWidgetSession ? { ...result, _meta: { ...result._meta, [RESULT_META.widgetSessionId]: 'w_1' } } : result
  const globals: OpenAiGlobals = {
    theme: 'dark',
    userAgent: { device: { type: 'desktop' }, capabilities: { hover: true, touch: false } },
    locale: 'nl-NL',
    maxHeight: 700,
    displayMode: 'inline',
    safeArea: { insets: { top: 0, bottom: 34, left: 0, right: 0 } },
    view: { mode: 'inline', params: null },
    toolInput,
    toolOutput: result.structuredContent,
    toolResponseMetadata:
      profile.openai?.toolResponseMetadata === 'flat' ? marked._meta : { status: 'success', call_tool_result: marked, mcp_tool_result: marked },
    widgetState: profile.keepsViewState ? widgetState : null,
  }
  const openai =
    profile.openai === null
      ? undefined
      : Object.freeze({
          ...Object.fromEntries(profile.openai.globals.map((name) => [name, globals[name]])),
          ...Object.fromEntries(profile.openai.methods.map((name) => [name, methods[name]])),
        })
  const host = new FakeHost({ ...(openai ? { openai } : {}), hasParent: profile.rendersMimeTypes.length > 0 })
  const { bridge } = profile
  if (bridge) {
    host.answers['ui/initialize'] = () => ({
      protocolVersion: bridge.protocolVersion,
      hostInfo: { ...bridge.hostInfo },
      hostCapabilities: { ...bridge.capabilities },
      hostContext: {
        theme: 'dark',
        locale: 'nl-NL',
        displayMode: 'inline',
        availableDisplayModes: [...profile.displayModes],
        containerDimensions: { maxHeight: 700 },
        safeAreaInsets: { top: 0, bottom: 34, left: 0, right: 0 },
      },
    })
    host.answers['tools/call'] = ({ name }) => ({ content: [], structuredContent: { called: name } })
    host.answers['ui/message'] = () => ({})
    host.answers['ui/open-link'] = () => ({})
    host.answers['ui/update-model-context'] = () => ({})
    host.answers['ui/request-display-mode'] = ({ mode }) => ({ mode })
  }
  /** The result by the bridge, as a host sends it once the view is ready. */
  const deliver = async () => {
    if (!bridge) return
    await host.notify('ui/notifications/tool-input', { arguments: toolInput })
    await host.notify('ui/notifications/tool-result', marked)
  }
  methods.callTool.mockImplementation(async (name: string) => ({ content: [], structuredContent: { called: name } }))
  return { host, methods, deliver }
}
