import type { HostState } from '../../src/api/host-state.ts'
import { DownloadDialog } from './download-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { PickDialog } from './pick-dialog.tsx'

/** What views ask the person, one dialog at a time: two over each other would be answered for each other. */
export function Questions({ host }: { host: HostState }) {
  const [link] = host.pendingLinks
  const [pick] = host.pendingPicks
  const [download] = host.pendingDownloads
  if (link !== undefined) return <LinkDialog key={link.id} link={link} />
  if (pick !== undefined) return <PickDialog key={pick.id} host={host} pick={pick} />
  return download === undefined ? null : <DownloadDialog key={download.id} host={host} download={download} />
}
