import { isRecord, VIEW_TO_HOST, type ResourceContents } from '@lockstep/contract'
import type { ViewRuntime } from '../view-runtime.ts'
import type { WaitOptions } from '../wait-for.ts'
import { unsupported } from './unsupported.ts'

/** Reads a resource of the view's own server. @throws {ViewError} VIEW_UNSUPPORTED without `hostCapabilities.serverResources` */
export async function readResource(runtime: ViewRuntime, uri: string, options?: WaitOptions): Promise<readonly ResourceContents[]> {
  const { host } = runtime
  await host.settled
  if (host.offers()?.['serverResources'] === undefined) throw unsupported('resources of the server')
  const { contents } = await host.request(VIEW_TO_HOST.resourcesRead, { uri }, options)
  return Array.isArray(contents) ? contents.filter(isContents) : []
}

function isContents(value: unknown): value is ResourceContents {
  return isRecord(value) && typeof value['uri'] === 'string' && typeof (value['text'] ?? value['blob']) === 'string'
}
