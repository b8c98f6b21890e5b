import { HOST_TO_VIEW_MORE, type HostCapabilities } from '@lockstep/contract'

/** News of a server that its views are told as they came. */
export const SERVER_NEWS = [HOST_TO_VIEW_MORE.toolsListChanged, HOST_TO_VIEW_MORE.resourcesListChanged, HOST_TO_VIEW_MORE.promptsListChanged] as const
export type ServerNews = (typeof SERVER_NEWS)[number]

/** Whether a host with these capabilities said that it passes this on. */
export function isPromised(news: ServerNews, { serverTools, serverResources }: HostCapabilities): boolean {
  if (news === HOST_TO_VIEW_MORE.toolsListChanged) return serverTools?.listChanged === true
  return news === HOST_TO_VIEW_MORE.resourcesListChanged && serverResources?.listChanged === true
}
