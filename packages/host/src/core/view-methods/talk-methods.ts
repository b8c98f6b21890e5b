import { isRecord, OPENAI_EXTENSIONS, type OpenAiMessageTarget, RPC_CODES, VIEW_TO_HOST, VIEW_TO_HOST_MORE } from '@lockstep/contract'
import { WIDGET_STATE_MAX_CHARS } from '../../sandbox/openai-shim.ts'
import { followUpForm, widgetStateForm } from '../openai-arguments.ts'
import { invalidParams, ViewRefusal } from '../view-refusal.ts'
import type { MethodTable } from './method-table.ts'
import { takeArguments } from './take-arguments.ts'

export const TALK_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.message]: async (actions, { content, _meta }) => {
    await actions.sendMessage({ content, member: 'ui/message', scrollToBottom: true, target: targetOf(_meta) })
    return {}
  },
  [VIEW_TO_HOST.updateModelContext]: (actions, { content, structuredContent }) => {
    if (content !== undefined && !Array.isArray(content)) throw invalidParams('ui/update-model-context expects a list as content.')
    if (structuredContent !== undefined && !isRecord(structuredContent))
      throw invalidParams('ui/update-model-context expects an object as structuredContent.')
    const context = { ...(content === undefined ? {} : { content }), ...(structuredContent === undefined ? {} : { structuredContent }) }
    const updateId = actions.tellModel(checkedSize(context, 'ui/update-model-context'))
    return updateId === null ? {} : { _meta: { [OPENAI_EXTENSIONS.modelContext]: { updateId } } }
  },
  [VIEW_TO_HOST_MORE.createMessage]: () => {
    throw new ViewRefusal(
      RPC_CODES.methodNotFound,
      'This host lends its model to no view (hostCapabilities has no sampling). Use a tool, or ui/message.',
    )
  },
}

export const TALK_OPENAI: MethodTable = {
  'openai/sendFollowUpMessage': async (actions, params) => {
    const { prompt, scrollToBottom } = takeArguments(actions, params, followUpForm)
    const content = [{ type: 'text', text: prompt }]
    await actions.sendMessage({ content, member: 'sendFollowUpMessage', scrollToBottom, target: ACTIVE })
    return {}
  },
  'openai/setWidgetState': (actions, params) => {
    const { state } = takeArguments(actions, params, widgetStateForm)
    actions.keepState(checkedSize(state, 'setWidgetState'))
  },
}

const ACTIVE: OpenAiMessageTarget = { target: 'active', send: true }

/** `_meta["openai/message"]`; what it leaves out is the active conversation, at once. */
function targetOf(meta: unknown): OpenAiMessageTarget {
  const given = isRecord(meta) ? meta[OPENAI_EXTENSIONS.message] : undefined
  if (!isRecord(given)) return ACTIVE
  return { target: given['target'] === 'new' ? 'new' : 'active', send: given['send'] !== false }
}

/** What a view leaves with the host goes to the page, to the model and to disk with every change, so both kinds have one limit. */
function checkedSize<T>(kept: T, method: string): T {
  const { length } = JSON.stringify(kept)
  if (length <= WIDGET_STATE_MAX_CHARS) return kept
  throw invalidParams(`${method} expects at most ${WIDGET_STATE_MAX_CHARS} characters of JSON, got ${length}. Keep data on the server.`)
}
