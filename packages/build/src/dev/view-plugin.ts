import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import type { ViewLibrary } from '../bundle-view.ts'
import { refreshFooter, refreshRuntime, registerEarly } from './refresh-runtime.ts'
import { DEV_CLIENT, entryAddress, REFRESH_RUNTIME } from './virtual-modules.ts'

export interface ViewPluginOptions {
  /** Name -> absolute path of the entry module. */
  views: ReadonlyMap<string, string>
  /** The app's folder. */
  root: string
  runtime: ViewLibrary
}

/** Beside this file, as source or built. */
const CLIENT_FILE = fileURLToPath(new URL(`./view-client${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))

/** Serves entries, the refresh runtime and the client by fixed addresses, and makes components and entries replaceable in place. */
export function viewPlugin({ views, root, runtime }: ViewPluginOptions): Plugin {
  const entries = new Set(views.values())
  const addresses = new Map([...views].map(([name, entry]) => [entryAddress(name, entry), entry]))
  return {
    name: 'lockstep:views',
    apply: 'serve',
    resolveId(source) {
      if (source === REFRESH_RUNTIME) return REFRESH_RUNTIME
      if (source === DEV_CLIENT) return CLIENT_FILE
      return addresses.get(source) ?? null
    },
    load(id) {
      return id === REFRESH_RUNTIME ? refreshRuntime(runtime) : null
    },
    transform(code, id) {
      const file = id.split('?', 1)[0] ?? id
      const isEntry = entries.has(file)
      // what Vite's own transform of JSX marks with the name of each component
      if (id !== file || !(isEntry || code.includes('$RefreshReg$('))) return null
      // a module that arranges its own updates is left alone
      if (!isEntry && code.includes('import.meta.hot')) return null
      return { code: `${isEntry ? registerEarly(code) : code}${refreshFooter(relative(root, file).replaceAll(sep, '/'), isEntry)}`, map: null }
    },
  }
}
