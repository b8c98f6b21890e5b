import type { ToolMeta } from '../meta-values.ts'

/** An item of `tools/list` as ChatGPT reads it. @see developers.openai.com/plugins/reference; MCP 2026-07-28 (checked 2026-11-21) */
export interface ToolDescriptor {
  /** 1-128 of `A-Z a-z 0-9 _ . -`. */
  name: string
  title?: string
  description?: string
  inputSchema: Record<string, unknown>
  /** For any tool that returns `structuredContent`, and it must match. */
  outputSchema?: Record<string, unknown>
  annotations?: ToolAnnotations
  securitySchemes?: SecurityScheme[]
  icons?: Icon[]
  _meta?: ToolMeta
}

/** ChatGPT wants the first three as explicit booleans on every tool. @see developers.openai.com/plugins/plugin-guidelines (checked 2026-11-21) */
export interface ToolAnnotations {
  title?: string
  /** True = retrieval, compute, preview; false = any change, kept artefact, queued job, message. */
  readOnlyHint?: boolean
  /** True = deletes, overwrites, cancels, revokes, sends for good. Being able to undo does not make it false. */
  destructiveHint?: boolean
  /** True = reaches the public internet or other open-ended things, web search too; a bounded account or catalogue is false. */
  openWorldHint?: boolean
  /** True = the same arguments again change nothing more. Not required. */
  idempotentHint?: boolean
}

/** Both kinds together = sign-in is optional. Also mirrored in `_meta.securitySchemes`. @see developers.openai.com/plugins/build/auth (checked 2026-11-21) */
export type SecurityScheme = { type: 'noauth' } | { type: 'oauth2'; scopes?: string[] }

export interface Icon {
  /** https or data. */
  src: string
  mimeType?: string
  sizes?: string[]
  theme?: 'light' | 'dark'
}

/** What a file input receives. The address is temporary: use it in this call only. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export interface FileInput {
  download_url: string
  file_id: string
  mime_type?: string
  file_name?: string
}

/** Properties a file input's schema must declare, all strings; `required` must be exactly FILE_INPUT_REQUIRED, or the scan refuses it. */
export const FILE_INPUT_PROPERTIES = ['download_url', 'file_id', 'mime_type', 'file_name'] as const
export const FILE_INPUT_REQUIRED = ['download_url', 'file_id'] as const
