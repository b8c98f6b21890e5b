import { isRecord, type ContentModalities } from '@lockstep/contract'
import { nameFromUri, safeFileName } from '../files/file-name.ts'
import { invalidParams } from './view-refusal.ts'

/** A content block's type -> how a host says that it takes it. */
const MODALITY_OF: Readonly<Record<string, keyof ContentModalities>> = {
  text: 'text',
  image: 'image',
  audio: 'audio',
  resource: 'resource',
  resource_link: 'resourceLink',
}
/** Taken where the host did not say which: what OpenAI's extension lists. @see github.com/openai/mcp-extensions docs/spec.md (checked 2026-11-21) */
const USUAL: ContentModalities = { text: {}, image: {}, resource: {}, resourceLink: {}, structuredContent: {} }

export type Block = Record<string, unknown>

/** The specification's text shows one block, its SDK sends a list: both are read. @throws {ViewRefusal} for a kind that the host does not take */
export function readBlocks(content: unknown, member: string, taken: ContentModalities): Block[] {
  const kinds = Object.keys(taken).length === 0 ? USUAL : taken
  return (Array.isArray(content) ? content : [content]).map((block: unknown) => {
    const type = isRecord(block) && typeof block['type'] === 'string' ? block['type'] : null
    if (!isRecord(block) || type === null) throw invalidParams(`${member} expects content blocks, each an object with a type.`)
    const modality = Object.hasOwn(MODALITY_OF, type) ? MODALITY_OF[type] : undefined
    if (modality === undefined || kinds[modality] === undefined) {
      throw invalidParams(`${member} expects ${Object.keys(kinds).join(', ')} (hostCapabilities), got a block of type ${type.slice(0, 40)}.`)
    }
    return block
  })
}

export interface BlockFile {
  name: string
  mimeType: string
  bytes: Uint8Array
}

/** The texts of blocks: text as it is, a link as its name and address. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .flatMap(({ type, text, name, uri }) => {
      if (type === 'text') return typeof text === 'string' ? [text] : []
      return type === 'resource_link' && typeof uri === 'string' ? [`${typeof name === 'string' ? name : nameFromUri(uri)}: ${uri}`] : []
    })
    .join('\n')
}

/** The files inside blocks: images, sounds and embedded resources. @throws {ViewRefusal} for one without content */
export function filesOfBlocks(blocks: readonly Block[]): BlockFile[] {
  return blocks.flatMap((block) => {
    if (block['type'] === 'image' || block['type'] === 'audio') return [mediaFile(block)]
    return block['type'] === 'resource' ? [resourceFile(block['resource'])] : []
  })
}

function mediaFile({ type, data, mimeType }: Block): BlockFile {
  if (typeof data !== 'string' || typeof mimeType !== 'string') throw invalidParams(`A block of type ${String(type)} expects { data, mimeType }.`)
  const extension = mimeType.split('/')[1]?.replaceAll(/[^a-z0-9]/g, '') ?? ''
  return { name: safeFileName(extension === '' ? String(type) : `${String(type)}.${extension}`), mimeType, bytes: bytesOf(data) }
}

/** An embedded resource as a file, named by the last part of its address. @throws {ViewRefusal} */
export function resourceFile(resource: unknown): BlockFile {
  if (!isRecord(resource) || typeof resource['uri'] !== 'string') throw invalidParams('An embedded resource expects { uri } and text or blob.')
  const { uri, text, blob, mimeType } = resource
  const name = nameFromUri(uri)
  const type = typeof mimeType === 'string' ? mimeType : null
  if (typeof text === 'string') return { name, mimeType: type ?? 'text/plain', bytes: new TextEncoder().encode(text) }
  if (typeof blob === 'string') return { name, mimeType: type ?? 'application/octet-stream', bytes: bytesOf(blob) }
  throw invalidParams(`The embedded resource ${uri.slice(0, 100)} expects text or blob.`)
}

function bytesOf(base64: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) throw invalidParams('Expected Base64 as data.')
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
