import { extname } from 'node:path'

/** Address of the module that keeps state across updates. */
export const REFRESH_RUNTIME = '/@lockstep/refresh'
/** Address of the module that tells errors. */
export const DEV_CLIENT = '/@lockstep/client'

/** Where the entry module of a view is served, so that no path of the machine stands in its document. */
export function entryAddress(name: string, entry: string): string {
  return `/@lockstep/view/${name}${extname(entry)}`
}
