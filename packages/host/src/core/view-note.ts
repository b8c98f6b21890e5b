import { TOOL_META } from '@lockstep/contract'
import type { PlatformProfile } from '../platforms/platform-profile.ts'
import type { ToolDescriptor } from './tool-descriptor.ts'

/** Why the platform shows no view of a tool that declares one, for people; null when it shows one, or none is declared. */
export function viewNoteOf(
  { resourceUri, declaredResourceUris: declared }: Pick<ToolDescriptor, 'resourceUri' | 'declaredResourceUris'>,
  { offers }: PlatformProfile,
): string | null {
  const { title, rendersMimeTypes, readsMeta } = offers
  if (declared.standard === null && declared.openai === null) return null
  if (rendersMimeTypes.length === 0) return `No view: the platform “${title}” shows none. The model still has the tool’s answer.`
  if (resourceUri !== null) return null
  const [read, named] = readsMeta.openai
    ? [TOOL_META.outputTemplate, `${TOOL_META.ui}.resourceUri`]
    : [`${TOOL_META.ui}.resourceUri`, TOOL_META.outputTemplate]
  return `No view: the platform “${title}” reads only _meta ${read}, and this tool names its view under ${named}.`
}
