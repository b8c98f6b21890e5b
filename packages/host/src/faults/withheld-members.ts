import type { FaultBoard } from './fault-board.ts'

const FILE_MEMBERS: ReadonlySet<string> = new Set(['uploadFile', 'selectFiles', 'getFileDownloadUrl'])
const NONE: ReadonlySet<string> = new Set()

/** Members of `window.openai` that a view does not get although the platform has them. */
export function withheldMembers(faults: FaultBoard): ReadonlySet<string> {
  return faults.find('no-file-api') === null ? NONE : FILE_MEMBERS
}
