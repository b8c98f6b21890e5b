import type { ModelContext, ModelMessage } from '../model.ts'
import type { NamedTools } from './tool-names.ts'

/** The messages of the chat completions API, as far as they are sent here. */
export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string }
  | { role: 'assistant'; tool_calls: ChatToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string }

export interface ChatToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

export interface ChatTool {
  type: 'function'
  function: { name: string; description: string; parameters: Record<string, unknown> }
}

type ToolResult = Extract<ModelMessage, { role: 'tool-result' }>

/**
 * What the model is given, in the API's form: nothing is added to it. The API wants each call answered by the very next message, so a result moves up to
 * its call. What a view told comes as a user's message in JSON, never as the system's: it is data, not an instruction.
 */
export function chatMessages(context: ModelContext, tools: NamedTools): ChatMessage[] {
  const results = new Map(context.messages.flatMap((message) => (message.role === 'tool-result' ? [[message.callId, message] as const] : [])))
  const messages = context.messages.flatMap((message): ChatMessage[] => {
    switch (message.role) {
      case 'assistant':
        return [{ role: 'assistant', content: message.text }]
      case 'tool-call': {
        const { callId, app, tool, arguments: args } = message
        const call: ChatToolCall = { id: callId, type: 'function', function: { name: tools.nameOf(app, tool), arguments: JSON.stringify(args) } }
        return [
          { role: 'assistant', tool_calls: [call] },
          { role: 'tool', tool_call_id: callId, content: resultText(results.get(callId)) },
        ]
      }
      case 'tool-result':
        return []
      case 'user':
        return [{ role: 'user', content: userText(message) }]
      default:
        return [{ role: 'user', content: JSON.stringify(message) }]
    }
  })
  return [{ role: 'system', content: context.instructions }, ...messages]
}

export function chatTools(tools: NamedTools): ChatTool[] {
  return tools.all.map(({ name, tool: { title, description, inputSchema } }) => ({
    type: 'function',
    function: { name, description: description || title, parameters: { type: 'object', ...inputSchema } },
  }))
}

/** A sentence as it was typed; with more than that (a sender, blocks), all of it as JSON. */
function userText(message: Extract<ModelMessage, { role: 'user' }>): string {
  const { role: _role, text, by, ...more } = message
  return by === 'person' && Object.keys(more).length === 0 ? text : JSON.stringify(message)
}

function resultText(result: ToolResult | undefined): string {
  if (result === undefined) return JSON.stringify({ outcome: 'failed', content: [{ type: 'text', text: 'No answer came.' }] })
  const { outcome, content, structuredContent, view } = result
  return JSON.stringify({
    outcome,
    content,
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...(view === undefined ? {} : { view }),
  })
}
