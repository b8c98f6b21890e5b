import type { HostSettings } from '../api/settings-state.ts'
import type { PlatformProfile } from './platform-profile.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * Names of the methods that `window.openai` has: the platform's, and those that only some people's ChatGPT has and that are switched on.
 * Empty where there is no `window.openai`. `withheld` = names taken away by a fault.
 */
export function openAiMembers(profile: PlatformProfile, settings: HostSettings, withheld: ReadonlySet<string> = NONE): string[] {
  const { openai } = profile.offers
  if (openai === null) return []
  // The picker is the younger brother of the upload: where that is unknown, so is the picker.
  const hasFiles = openai.methods.includes('uploadFile')
  const members: string[] = [...openai.methods, ...(settings.hasFilePicker && hasFiles ? ['selectFiles'] : [])]
  return [...new Set(members)].filter((member) => !withheld.has(member))
}
