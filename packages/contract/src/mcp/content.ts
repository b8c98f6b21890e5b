/** Content blocks of MCP. @see modelcontextprotocol.io/specification/2026-07-28 (checked 2026-11-21) */
export interface ContentAnnotations {
  /** `['assistant']` keeps a block of model context from the person. */
  audience?: Array<'user' | 'assistant'>
  /** 0 to 1. */
  priority?: number
  /** ISO 8601. */
  lastModified?: string
}

interface BlockBase {
  annotations?: ContentAnnotations
  _meta?: Record<string, unknown>
}

export interface TextBlock extends BlockBase {
  type: 'text'
  text: string
}
export interface ImageBlock extends BlockBase {
  type: 'image'
  /** Base64. */
  data: string
  mimeType: string
}
export interface AudioBlock extends BlockBase {
  type: 'audio'
  /** Base64. */
  data: string
  mimeType: string
}
export interface ResourceLink extends BlockBase {
  type: 'resource_link'
  uri: string
  name: string
  title?: string
  description?: string
  mimeType?: string
  /** Bytes. */
  size?: number
}
export interface EmbeddedResource extends BlockBase {
  type: 'resource'
  resource: ResourceContents
}

export type ContentBlock = TextBlock | ImageBlock | AudioBlock | ResourceLink | EmbeddedResource

/** An item of `resources/read`'s `contents`. */
export type ResourceContents = TextContents | BlobContents

interface ContentsBase {
  uri: string
  mimeType?: string
  _meta?: Record<string, unknown>
}

export interface TextContents extends ContentsBase {
  text: string
}

export interface BlobContents extends ContentsBase {
  /** Base64. */
  blob: string
}
