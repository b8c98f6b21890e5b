/** What a tool answers, by who may see it. */
export interface ReplyParts<Model> {
  /** Becomes `structuredContent`: model and view see it. Parsed by the output schema; undeclared fields are dropped. */
  model: Model
  /** Becomes `content`: what a person or a model without schemas reads. Never empty. */
  text: string
  /** Becomes `_meta`: the view sees it, the model never. Not a place for secrets. */
  private?: Readonly<Record<string, unknown>>
  /** True asks the host to hide the view when this answer arrives. */
  close?: boolean
}

declare const replyBrand: unique symbol
export interface Reply<Model> extends ReplyParts<Model> {
  readonly [replyBrand]?: true
}

/** Makes a tool's answer. */
export function reply<Model>(parts: ReplyParts<Model>): Reply<Model> {
  return parts
}
