import { VIEW_TO_HOST, VIEW_TO_HOST_MORE, type HostCapabilities, type HostProfile } from '@lockstep/contract'

/** What a view may ask for on its platform. */
export interface OfferedMethods {
  /** Members of `window.openai`; null where there is none. */
  openai: readonly string[] | null
  /** The bridge, for views that have it; null = none. */
  bridge: HostProfile['bridge']
}

/** Which capability a host must have told for a method of the bridge; what is not listed belongs to every bridge. */
const NEEDS: Readonly<Record<string, keyof HostCapabilities>> = {
  [VIEW_TO_HOST.toolsCall]: 'serverTools',
  [VIEW_TO_HOST_MORE.toolsList]: 'serverTools',
  [VIEW_TO_HOST.resourcesRead]: 'serverResources',
  [VIEW_TO_HOST_MORE.resourcesList]: 'serverResources',
  [VIEW_TO_HOST_MORE.resourceTemplatesList]: 'serverResources',
  [VIEW_TO_HOST.message]: 'message',
  [VIEW_TO_HOST.updateModelContext]: 'updateModelContext',
  [VIEW_TO_HOST.openLink]: 'openLinks',
  [VIEW_TO_HOST_MORE.downloadFile]: 'downloadFile',
  [VIEW_TO_HOST_MORE.createMessage]: 'sampling',
  [VIEW_TO_HOST.log]: 'logging',
}

const OPENAI_PREFIX = 'openai/'
/** What the shim itself says; it belongs to `window.openai` as a whole. */
const SHIM_METHODS: readonly string[] = ['openai/warn']

/** Why a platform does not serve a method; null = it does, as far as the platform goes. */
export function whyNotOffered(method: string, { openai, bridge }: OfferedMethods): string | null {
  if (method.startsWith(OPENAI_PREFIX)) {
    if (openai === null) return 'This platform has no window.openai.'
    const member = method.slice(OPENAI_PREFIX.length)
    // Methods of OpenAI's own extensions of the bridge have a path: `openai/resources/write`.
    if (member.includes('/') || SHIM_METHODS.includes(method) || openai.includes(member)) return null
    return `This platform’s window.openai has no ${member.slice(0, 100)}.`
  }
  if (bridge === null) return 'This view has no MCP Apps bridge: it needs a platform with one, and the MIME type text/html;profile=mcp-app.'
  const needed = Object.hasOwn(NEEDS, method) ? NEEDS[method] : undefined
  return needed === undefined || bridge.capabilities[needed] !== undefined ? null : `This platform does not offer ${needed}.`
}
