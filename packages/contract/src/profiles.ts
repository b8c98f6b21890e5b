import { MIME_MCP_APP, MIME_SKYBRIDGE } from './mcp-apps/mime-types.ts'
import type { HostCapabilities } from './mcp-apps/host-context.ts'
import { MCP_APPS_PROTOCOL_VERSION } from './limits.ts'
import type { Implementation } from './mcp-apps/messages.ts'
import { MCP_LEGACY_REVISIONS, MCP_MODERN_REVISION } from './mcp/revisions.ts'
import { REQUEST_META } from './meta-keys.ts'
import type { DisplayMode, OpenAiGlobals } from './openai/globals.ts'
import type { OpenAiMethods } from './openai/methods.ts'

export type ProfileId = 'chatgpt-2026' | 'chatgpt-2025' | 'mcp-apps' | 'text'

/** What one kind of host offers: data, to test views and servers against. A view never asks for a profile, it asks for what it needs. */
export interface HostProfile {
  readonly id: ProfileId
  readonly title: string
  /** What the host's MCP client says and speaks. */
  readonly client: {
    readonly info: Implementation
    /** Newest first. */
    readonly revisions: readonly string[]
    /** Told in `capabilities.extensions['io.modelcontextprotocol/ui']`; null = the extension is not told. */
    readonly uiMimeTypes: readonly string[] | null
    /** Keys of `_meta` that its requests may carry. */
    readonly requestHints: readonly string[]
  }
  /** MIME types it renders as views. */
  readonly rendersMimeTypes: readonly string[]
  /** Which dialects of tool, resource and result `_meta` it reads; the standard one counts where both speak. */
  readonly readsMeta: { readonly standard: boolean; readonly openai: boolean }
  /** The MCP Apps bridge, and the MIME types that get it; null = none. */
  readonly bridge: {
    readonly protocolVersion: string
    readonly hostInfo: Implementation
    readonly capabilities: HostCapabilities
    readonly mimeTypes: readonly string[]
  } | null
  /** `window.openai`; null = none. */
  readonly openai: {
    readonly globals: ReadonlyArray<keyof OpenAiGlobals>
    readonly methods: ReadonlyArray<keyof OpenAiMethods>
    /** Shape of `toolResponseMetadata`. */
    readonly toolResponseMetadata: 'flat' | 'envelope'
  } | null
  /** Modes it may grant. */
  readonly displayModes: readonly DisplayMode[]
  /** Keeps `widgetState` over a reload of the same message. */
  readonly keepsViewState: boolean
  /** Adds `openai/widgetSessionId` to what views receive. */
  readonly tellsWidgetSession: boolean
}

const ALL_REVISIONS = [MCP_MODERN_REVISION, ...MCP_LEGACY_REVISIONS]
const OPENAI_HINTS = Object.values(REQUEST_META).filter((key) => key !== REQUEST_META.resource)

const GLOBALS_2025 = [
  'theme',
  'userAgent',
  'locale',
  'maxHeight',
  'displayMode',
  'safeArea',
  'toolInput',
  'toolOutput',
  'toolResponseMetadata',
  'widgetState',
] as const satisfies ReadonlyArray<keyof OpenAiGlobals>

const METHODS_2025 = [
  'callTool',
  'sendFollowUpMessage',
  'setWidgetState',
  'requestDisplayMode',
  'requestClose',
  'notifyIntrinsicHeight',
  'openExternal',
] as const satisfies ReadonlyArray<keyof OpenAiMethods>

/** ChatGPT in autumn 2026: bridge and `window.openai`. @see developers.openai.com/plugins/reference; captured live 2026-05-18 by MCPJam (checked 2026-11-21) */
export const CHATGPT_2026: HostProfile = {
  id: 'chatgpt-2026',
  title: 'ChatGPT 2026',
  client: { info: { name: 'openai-mcp', version: '1.0.0' }, revisions: ALL_REVISIONS, uiMimeTypes: [MIME_MCP_APP], requestHints: OPENAI_HINTS },
  rendersMimeTypes: [MIME_MCP_APP, MIME_SKYBRIDGE],
  readsMeta: { standard: true, openai: true },
  bridge: {
    protocolVersion: MCP_APPS_PROTOCOL_VERSION,
    hostInfo: { name: 'chatgpt', version: '0.0.1' },
    capabilities: { openLinks: {}, serverTools: {}, serverResources: {}, logging: {}, message: {}, updateModelContext: {} },
    mimeTypes: [MIME_MCP_APP],
  },
  openai: {
    globals: [...GLOBALS_2025, 'view'],
    // `selectFiles` and `requestCheckout` are not for everybody: a view must do without
    methods: [...METHODS_2025, 'requestModal', 'setOpenInAppUrl', 'uploadFile', 'getFileDownloadUrl'],
    toolResponseMetadata: 'envelope',
  },
  displayModes: ['inline', 'fullscreen', 'pip'],
  keepsViewState: true,
  tellsWidgetSession: true,
}

/** ChatGPT of autumn 2025: `text/html+skybridge` and `window.openai` alone; its last methods are likely, the rest certain. @see OpenAI Apps SDK docs, snapshot of 2025 (checked 2026-11-21) */
export const CHATGPT_2025: HostProfile = {
  id: 'chatgpt-2025',
  title: 'ChatGPT 2025',
  client: { info: { name: 'openai-mcp', version: '1.0.0' }, revisions: ['2025-06-18', '2025-03-26'], uiMimeTypes: null, requestHints: OPENAI_HINTS },
  rendersMimeTypes: [MIME_SKYBRIDGE],
  readsMeta: { standard: false, openai: true },
  bridge: null,
  openai: { globals: GLOBALS_2025, methods: METHODS_2025, toolResponseMetadata: 'flat' },
  displayModes: ['inline', 'fullscreen', 'pip'],
  keepsViewState: true,
  tellsWidgetSession: true,
}

/** Any host of the standard and nothing beside it; names made up, capabilities as the specification has them. @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const MCP_APPS_ONLY: HostProfile = {
  id: 'mcp-apps',
  title: 'MCP Apps only',
  client: { info: { name: 'mcp-apps-host', version: '1.0.0' }, revisions: ALL_REVISIONS, uiMimeTypes: [MIME_MCP_APP], requestHints: [] },
  rendersMimeTypes: [MIME_MCP_APP],
  readsMeta: { standard: true, openai: false },
  bridge: {
    protocolVersion: MCP_APPS_PROTOCOL_VERSION,
    hostInfo: { name: 'mcp-apps-host', version: '1.0.0' },
    capabilities: {
      openLinks: {},
      downloadFile: {},
      serverTools: { listChanged: true },
      serverResources: { listChanged: true },
      logging: {},
      message: { text: {} },
      updateModelContext: { text: {}, structuredContent: {} },
    },
    mimeTypes: [MIME_MCP_APP],
  },
  openai: null,
  displayModes: ['inline', 'fullscreen'],
  keepsViewState: false,
  tellsWidgetSession: false,
}

/** A host without views: only what tools say in `content` and `structuredContent` arrives. */
export const TEXT_ONLY: HostProfile = {
  id: 'text',
  title: 'Text only',
  client: { info: { name: 'text-host', version: '1.0.0' }, revisions: ALL_REVISIONS, uiMimeTypes: null, requestHints: [] },
  rendersMimeTypes: [],
  readsMeta: { standard: false, openai: false },
  bridge: null,
  openai: null,
  displayModes: [],
  keepsViewState: false,
  tellsWidgetSession: false,
}

export const HOST_PROFILES: readonly HostProfile[] = [CHATGPT_2026, CHATGPT_2025, MCP_APPS_ONLY, TEXT_ONLY]
