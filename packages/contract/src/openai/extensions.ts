import type { ContentBlock } from '../mcp/content.ts'

/**
 * OpenAI MCP Extensions: an optional layer over MCP Apps, announced in `hostCapabilities.experimental` under the same names. Classic ChatGPT has none
 * of it. @see github.com/openai/mcp-extensions docs/spec.md, 0.2.0 of 2026-10-10 (checked 2026-11-21)
 */
export const OPENAI_EXTENSIONS = {
  /** Tool and resource `_meta`: `OpenAiToolUi`, `OpenAiResourceUi`. */
  ui: 'openai/ui',
  /** Capability; `_meta` of the answer to `ui/update-model-context`; hostContext: what the model has now, null when the person took it away. */
  modelContext: 'openai/modelContext',
  /** Capability; `_meta` of `ui/message`: `OpenAiMessageTarget`. */
  message: 'openai/message',
  /** hostContext: `{ url }` that opened this view. */
  deepLink: 'openai/deepLink',
  /** `_meta` of resources/read and, for an opened file, of tools/call. */
  resource: 'openai/resource',
  /** Server capability: `OpenAiSettings`. */
  settings: 'openai/settings',
  /** Server capability: `{ searchTool }`. Desktop. */
  mentions: 'openai/mentions',
  /** Richer elicitation forms. */
  elicitation: 'openai/elicitation',
} as const

/** Requests of a view that only a host with these extensions serves. Desktop. */
export const OPENAI_REQUESTS = {
  writeResource: 'openai/resources/write',
  openFile: 'openai/files/open',
} as const

/** `_meta` of a block of model context. */
export const OPENAI_BLOCK_META = { title: 'openai/title', thumbnail: 'openai/thumbnail' } as const

/** Where ChatGPT offers a tool outside a conversation; it opens fullscreen, `ui.visibility` is ignored. One per tool is advised. */
export type OpenAiEntrypoint = { type: 'global' } | { type: 'thread' } | { type: 'file'; extensions: string[] }

export interface OpenAiToolUi {
  entrypoints?: OpenAiEntrypoint[]
}

/** Both modes named means fullscreen first; none named means all modes, inline on the desktop. */
export interface OpenAiResourceUi {
  availableDisplayModes?: Array<'inline' | 'fullscreen'>
  preferredDisplayMode?: 'inline' | 'fullscreen'
}

/** Default: the active conversation, sent at once. On mobile only that. */
export interface OpenAiMessageTarget {
  target: 'active' | 'new'
  send?: boolean
}

export interface OpenAiDeepLink {
  url: string
}

export interface OpenAiModelContext {
  updateId?: string
  content?: ContentBlock[]
}

/** Argument of a tool opened by a file entrypoint. */
export interface OpenAiFileEntry {
  file: { name: string; resourceUri: string }
}

export type OpenAiWriteResource = { uri: string; ifMatch?: string } & ({ text: string } | { blob: string })
export type OpenAiWriteOutcome = { kind: 'saved'; etag: string } | { kind: 'conflict'; etag: string } | { kind: 'too-large'; maxBytes: number }

/** `readTool` takes `{}` and gives `{ schema, values, layout? }`; `updateTool` takes `{ set }`. */
export interface OpenAiSettings {
  readTool: string
  updateTool: string
}

/** Legacy request of a server for a form; on 2026-07-28 it goes inside an input-required result. */
export const OPENAI_LEGACY_ELICITATION = 'openai/elicitation/create'
/** JSON Schema keywords of such forms. */
export const OPENAI_FORM_KEYWORDS = { input: 'x-openai-input', suggestions: 'x-openai-suggestions', thumbnail: 'x-openai-thumbnail' } as const
