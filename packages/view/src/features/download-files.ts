import { VIEW_TO_HOST_MORE, type EmbeddedResource, type ResourceLink } from '@lockstep/contract'
import { ViewError } from '../view-error.ts'
import type { ViewRuntime } from '../view-runtime.ts'
import { unsupported } from './unsupported.ts'

/** Gives files to the person, who is asked first; the last part of each `uri` names the file. @throws {ViewError} VIEW_REFUSED also when they say no */
export async function downloadFiles(runtime: ViewRuntime, contents: ReadonlyArray<EmbeddedResource | ResourceLink>): Promise<void> {
  const { host } = runtime
  await host.settled
  if (host.offers()?.['downloadFile'] === undefined) throw unsupported('downloads of files')
  const result = await host.request(VIEW_TO_HOST_MORE.downloadFile, { contents }, { timeoutMs: Infinity })
  if (result['isError'] === true) throw new ViewError('VIEW_REFUSED', 'the host, or the person, refused the download')
}
