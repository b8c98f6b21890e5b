import { AppError } from '@lockstep/contract'
import type {
  InputRequiredResult,
  ReadResourceResult,
  Resource as WireResource,
  ResourceTemplateType as WireTemplate,
} from '@modelcontextprotocol/server'
import type { AuthScheme } from '../auth/auth.ts'
import type { Completers } from './complete.ts'
import type { RequestContext } from './request-context.ts'
import { parseUriTemplate, type UriTemplate } from './uri-template.ts'

export interface ResourceOptions {
  /** What programs call it. Default: the URI. */
  name?: string
  /** What people see. */
  title: string
  description: string
  /** IANA media type of what it answers; `text/plain` unless said. */
  mimeType?: string
  /** Suggestions for the parts of a template, by name. */
  complete?: Completers
  /** Who may have it: any of these. Default: with sign-in whoever is signed in, else anybody. */
  auth?: readonly AuthScheme[]
  /** The instances of a template that resources/list shall name. Default: none. */
  list?: (context: RequestContext) => ResourceItem[] | Promise<ResourceItem[]>
}

export interface ResourceItem {
  uri: string
  name: string
  title?: string
  description?: string
}

/** A text; bytes, sent as base64; or null for what is not there. */
export type ResourceReply = string | Uint8Array | null | { text: string; mimeType?: string } | { bytes: Uint8Array; mimeType?: string }

/** `parts` are the values of a template's `{name}` parts. */
export type ResourceHandler = (
  parts: Readonly<Record<string, string>>,
  context: RequestContext & { uri: string },
) => ResourceReply | InputRequiredResult | Promise<ResourceReply | InputRequiredResult>

/** A declared resource, or a template of many. */
export interface Resource {
  /** The URI, or the template. */
  readonly uri: string
  readonly options: ResourceOptions
  readonly complete: Completers
  readonly auth: readonly AuthScheme[] | undefined
  /** Null for a single resource. */
  readonly template: UriTemplate | null
  /** The parts when the URI is this resource's; else null. */
  match(uri: string): Record<string, string> | null
  /** Null for what is not there. */
  read(uri: string, parts: Readonly<Record<string, string>>, context: RequestContext): Promise<ReadResourceResult | InputRequiredResult | null>
}

/** @throws {AppError} RESOURCE_INVALID (blame user). */
export function declareResource(uri: string, options: ResourceOptions, handler: ResourceHandler): Resource {
  const template = uri.includes('{') ? parseUriTemplate(uri) : null
  const problem = problemOf(uri, options, template)
  if (problem !== null) throw new AppError('RESOURCE_INVALID', `Resource '${uri}': ${problem}`, { blame: 'user', data: { uri } })
  return {
    uri,
    options,
    complete: options.complete ?? {},
    auth: options.auth,
    template,
    match: (asked) => (template === null ? (asked === uri ? {} : null) : template.match(asked)),
    read: async (asked, parts, context) => resourceResult(asked, options, await handler(parts, { ...context, uri: asked })),
  }
}

/** One item of resources/list. */
export function resourceDescriptor({ uri, options }: Resource): WireResource {
  return { uri, ...describe(uri, options) }
}

/** One item of resources/templates/list. */
export function templateDescriptor({ uri, options }: Resource): WireTemplate {
  return { uriTemplate: uri, ...describe(uri, options) }
}

/** Items of a template's instances for resources/list. */
export async function listInstances({ options }: Resource, context: RequestContext): Promise<WireResource[]> {
  const items = (await options.list?.(context)) ?? []
  return items.map((item) => ({ description: options.description, mimeType: mimeTypeOf(options), ...item }))
}

function describe(uri: string, options: ResourceOptions): { name: string; title: string; description: string; mimeType: string } {
  return { name: options.name ?? uri, title: options.title, description: options.description, mimeType: mimeTypeOf(options) }
}

function mimeTypeOf(options: ResourceOptions): string {
  return options.mimeType ?? 'text/plain'
}

function resourceResult(
  uri: string,
  options: ResourceOptions,
  answer: ResourceReply | InputRequiredResult,
): ReadResourceResult | InputRequiredResult | null {
  if (answer === null) return null
  if (typeof answer === 'string') return { contents: [{ uri, mimeType: mimeTypeOf(options), text: answer }] }
  if (answer instanceof Uint8Array) return { contents: [{ uri, mimeType: mimeTypeOf(options), blob: base64(answer) }] }
  if (isReply(answer)) {
    const mimeType = answer.mimeType ?? mimeTypeOf(options)
    return { contents: [{ uri, mimeType, ...('text' in answer ? { text: answer.text } : { blob: base64(answer.bytes) }) }] }
  }
  return answer
}

function isReply(answer: object): answer is { text: string; mimeType?: string } | { bytes: Uint8Array; mimeType?: string } {
  return 'text' in answer || 'bytes' in answer
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function problemOf(uri: string, options: ResourceOptions, template: UriTemplate | null): string | null {
  if (options.title.trim() === '') return 'expected a title, got an empty one.'
  if (options.description.trim() === '') return 'expected a description, got an empty one.'
  if (uri.startsWith('ui:')) return 'expected another scheme than ui:, which views have. Declare a view with app.view.'
  if (uri.includes('{') && template === null) {
    return 'expected a template whose parts are {name}, each a segment of its own, such as notes://{id}/text.'
  }
  if (!URL.canParse(uri.replace(/[{}]/g, ''))) return 'expected a URI with a scheme, such as notes://list.'
  if (template === null && options.list !== undefined) return 'expected list on a template only.'
  const stray = Object.keys(options.complete ?? {}).find((name) => template?.names.includes(name) !== true)
  return stray === undefined ? null : `expected complete to name parts of the template, got '${stray}'.`
}
