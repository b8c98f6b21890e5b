import { isRecord, RESULT_META } from '@lockstep/contract'
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { firstIssue, ReplyFault } from './reply-fault.ts'
import type { FileReference, Reply } from './reply.ts'
import type { Tool } from './tool.ts'
import { isWebAddress } from './web-address.ts'

/** Nothing a person could see: blanks, control and zero-width characters, halves of surrogate pairs. */
const UNREADABLE = /^[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]*$/u
/** Characters of an answer's data that are told when it came without a readable text. */
const TOLD_DATA_MAX_CHARS = 2_000

/**
 * The result of a tool's answer. What its schemas parsed is what is sent, never what the handler made: a member that they do not declare cannot leave.
 * @throws {ReplyFault} when the answer breaks the tool's own declaration.
 */
export function resultOfReply(tool: Tool, answer: Reply<unknown>): CallToolResult {
  if (!isRecord(answer)) throw new ReplyFault('', 'expected what `reply` makes')
  if (typeof answer.text !== 'string') throw new ReplyFault('text', 'expected a text')
  const model = parsed(tool.options.output, answer.model, [])
  const meta = {
    ...privateOf(tool, answer),
    ...(answer.close === true ? { [RESULT_META.closeWidget]: true } : {}),
  }
  return {
    content: contentOf(tool, answer, model),
    structuredContent: model,
    ...(Object.keys(meta).length === 0 ? {} : { _meta: meta }),
  }
}

function privateOf(tool: Tool, answer: Reply<unknown>): Readonly<Record<string, unknown>> {
  const schema = tool.options.private
  if (schema === undefined) {
    if (answer.private !== undefined && !isRecord(answer.private)) throw new ReplyFault('private', 'expected an object')
    return answer.private ?? {}
  }
  return parsed(schema, answer.private ?? {}, ['private'])
}

function parsed<Schema extends z.ZodObject>(schema: Schema, value: unknown, at: readonly string[]): z.output<Schema> {
  const result = schema.safeParse(value)
  if (!result.success) {
    const { path, message } = firstIssue(result.error)
    throw new ReplyFault([...at, ...(path === '' ? [] : [path])].join('.'), message)
  }
  return result.data
}

/** Text first: it is what remains where nothing else of an answer is shown. */
function contentOf(tool: Tool, answer: Reply<unknown>, model: unknown): ContentBlock[] {
  const more = [...(answer.files ?? []).map(linkOf), ...(answer.content ?? [])]
  const isReadable = !UNREADABLE.test(answer.text)
  if (!isReadable && (answer.content ?? []).length > 0) return more
  return [{ type: 'text', text: isReadable ? answer.text : toldData(tool, model) }, ...more]
}

/** A sentence about the data, where the tool has said nothing. */
function toldData(tool: Tool, model: unknown): string {
  const json = JSON.stringify(model)
  const data = json.length > TOLD_DATA_MAX_CHARS ? `${json.slice(0, TOLD_DATA_MAX_CHARS)}…` : json
  return `${tool.options.title}: done. Its data: ${data}`
}

function linkOf({ download_url, file_id, file_name, mime_type }: FileReference, index: number): ContentBlock {
  if (!isWebAddress(download_url)) throw new ReplyFault(`files.${index}.download_url`, 'expected an http or https address')
  return { type: 'resource_link', uri: download_url, name: file_name ?? file_id, ...(mime_type === undefined ? {} : { mimeType: mime_type }) }
}
