import type { ToolEntry } from '../api/host-state.ts'
import type { ModelContext } from '../model/model.ts'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'
import { viewNoteOf } from './view-note.ts'

type CalledTool = Pick<ToolEntry, 'tool' | 'title' | 'isDestructive' | 'isOpenWorld' | 'viewNote'>

/** What the card of a call says of its tool. */
export function calledTool(tool: ToolDescriptor, profile: PlatformProfile): CalledTool {
  const { name, title, isDestructive, isOpenWorld } = tool
  return { tool: name, title, isDestructive, isOpenWorld, viewNote: viewNoteOf(tool, profile) }
}

export function statusText(phase: ToolEntry['phase'], tool: ToolDescriptor): string {
  if (phase === 'awaiting-arguments') return `${tool.title}: are these the right arguments?`
  return phase === 'awaiting-approval' ? `${tool.title}: allow this?` : tool.invoking
}

/** What the model was given, for the trace. */
export function readDetail(context: ModelContext): Record<string, unknown> {
  const last = context.messages.findLast((message) => message.role === 'tool-result')
  return {
    messages: context.messages.length,
    tools: context.tools.map(({ name }) => name),
    ...(last?.structuredContent ? { structuredContent: last.structuredContent } : {}),
  }
}
