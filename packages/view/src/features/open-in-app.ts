import type { ViewRuntime } from '../view-runtime.ts'

/** Sets where the host's "Open in <app>" button of a fullscreen view leads. False = this host has no such button. @throws {ViewError} */
export async function setOpenInAppUrl(runtime: ViewRuntime, href: string): Promise<boolean> {
  const { host } = runtime
  await host.settled
  const set = host.openAi('setOpenInAppUrl')
  if (!set) return false
  await host.wait(() => set({ href }), 'setOpenInAppUrl')
  return true
}
