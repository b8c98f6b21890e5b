/** A file a tool hands out: a temporary address, never bytes. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export interface FileReference {
  readonly download_url: string
  readonly file_id: string
  readonly mime_type?: string
  readonly file_name?: string
}

/** What a tool answers, by who may see it. */
export interface ReplyParts<Model, Private = Readonly<Record<string, unknown>>> {
  /** Becomes `structuredContent`: model and view see it. Parsed by the output schema; undeclared fields are dropped. */
  model: Model
  /** Becomes `content`: what a person or a model without schemas reads. Never empty. */
  text: string
  /** Becomes `_meta`: the view sees it, the model never. Not a place for secrets. */
  private?: Private
  /** Become resource links in `content`. */
  files?: readonly FileReference[]
  /** True asks the host to hide the view when this answer arrives. */
  close?: boolean
}

/** Makes a tool's answer. */
export type Reply<Model, Private = Readonly<Record<string, unknown>>> = ReplyParts<Model, Private>

/** Makes a tool's answer. */
export function reply<Model, Private = Readonly<Record<string, unknown>>>(parts: ReplyParts<Model, Private>): Reply<Model, Private> {
  return parts
}
