import type { SandboxOrigins } from '@lockstep/contract'
import type { ViewRecord } from './conversation.ts'

/** Where the frames of a view are, from its key and its origins. */
export function frameAddresses(viewKey: string, { outer, inner }: SandboxOrigins): Pick<ViewRecord, 'frameUrl' | 'outerOrigin' | 'innerOrigin'> {
  return { frameUrl: `${outer}/p/${viewKey}`, outerOrigin: outer, innerOrigin: inner }
}
