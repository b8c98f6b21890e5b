import type { ContentBlock } from '@modelcontextprotocol/server'

/** A file a tool hands out: a temporary address, never bytes. @see developers.openai.com/plugins/reference (checked 2026-11-21) */
export interface FileReference {
  /** http or https. */
  readonly download_url: string
  readonly file_id: string
  readonly mime_type?: string
  readonly file_name?: string
}

/** What a tool answers, by who may see it. */
export interface ReplyParts<Model, Private = Readonly<Record<string, unknown>>> {
  /** Becomes `structuredContent`: model and view see it. Parsed by the output schema; undeclared fields are dropped. */
  model: Model
  /** Becomes `content`: what a person or a model without schemas reads. Where nothing can be read in it, the model's part is told instead. */
  text: string
  /** Becomes `_meta`: the view sees it, the model never. Not a place for secrets; a write's is kept with the rest of the answer, for its repeats. */
  private?: Private
  /** Become resource links in `content`, after the text: the model sees their addresses. */
  files?: readonly FileReference[]
  /** Further blocks of `content`, such as pictures; with some, an empty text adds no block. */
  content?: readonly ContentBlock[]
  /** True asks the host to hide the view when this answer arrives. */
  close?: boolean
}

/** Makes a tool's answer. */
export type Reply<Model, Private = Readonly<Record<string, unknown>>> = ReplyParts<Model, Private>

/** Makes a tool's answer. */
export function reply<Model, Private = Readonly<Record<string, unknown>>>(parts: ReplyParts<Model, Private>): Reply<Model, Private> {
  return parts
}
