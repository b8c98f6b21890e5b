import { isRecord, VIEW_TO_HOST } from '@lockstep/contract'
import { WIDGET_STATE_MAX_CHARS } from '../../sandbox/openai-shim.ts'
import { followUpArguments } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf, type MethodTable } from './method-table.ts'

/** Characters of a message that a view sends in the person's name. */
const VIEW_TEXT_MAX_CHARS = 20_000

export const TALK_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.message]: (actions, { content }) => {
    actions.sendMessage(checkedText(textOf(content)))
    return {}
  },
  [VIEW_TO_HOST.updateModelContext]: (actions, { content, structuredContent }) => {
    if (content !== undefined && !Array.isArray(content)) throw invalidParams('ui/update-model-context expects a list as content.')
    if (structuredContent !== undefined && !isRecord(structuredContent))
      throw invalidParams('ui/update-model-context expects an object as structuredContent.')
    const context = { ...(content === undefined ? {} : { content }), ...(structuredContent === undefined ? {} : { structuredContent }) }
    actions.tellModel(checkedSize(context, 'ui/update-model-context'))
    return {}
  },
}

export const TALK_OPENAI: MethodTable = {
  'openai/sendFollowUpMessage': (actions, params) => {
    actions.sendMessage(checkedText(followUpArguments(argumentsOf(params))?.prompt ?? ''))
    return {}
  },
  'openai/setWidgetState': (actions, params) => {
    const [state] = argumentsOf(params)
    if (state !== null && !isRecord(state)) throw invalidParams('setWidgetState expects an object or null.')
    actions.keepState(checkedSize(state, 'setWidgetState'))
  },
}

/** The specification's text shows one block, its SDK sends a list: both are read. */
function textOf(content: unknown): string {
  const blocks = Array.isArray(content) ? content : [content]
  return blocks
    .flatMap((block) => (isRecord(block) && block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : []))
    .join('\n')
}

/** What a view leaves with the host goes to the page, to the model and to disk with every change, so both kinds have one limit. */
function checkedSize<T>(kept: T, method: string): T {
  const { length } = JSON.stringify(kept)
  if (length <= WIDGET_STATE_MAX_CHARS) return kept
  throw invalidParams(`${method} expects at most ${WIDGET_STATE_MAX_CHARS} characters of JSON, got ${length}. Keep data on the server.`)
}

function checkedText(text: string): string {
  if (text.trim() === '') throw invalidParams('A message needs text.')
  if (text.length > VIEW_TEXT_MAX_CHARS) throw invalidParams(`A message may have ${VIEW_TEXT_MAX_CHARS} characters, this one has ${text.length}.`)
  return text
}
