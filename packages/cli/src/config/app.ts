import type { Golden } from '@lockstep/contract/golden'

/** One view to build: names are file names without ending. */
export interface AppView {
  name: string
  /** Absolute path of the entry module. */
  entry: string
  /** Absolute path of the HTML file: `dist/views/<name>.html` in the app's folder. */
  outFile: string
}

/** One app as the commands use it: configuration read, paths absolute, ports settled. */
export interface App {
  name: string
  mcpUrl: string
  /** Absolute; where its server runs. */
  folder: string
  /** Absolute path of the module that starts its server; null when something else starts it. */
  server: string | null
  views: readonly AppView[]
  golden: Golden | null
  /** Options of the development authorization server; null when the app wants none. */
  devAuth: Readonly<Record<string, unknown>> | null
}
