import { dirname, isAbsolute } from 'node:path'
import { build, type Plugin } from 'vite'
import { keepingNodeEnv } from './keep-node-env.ts'
import { builtPreactAliases } from './preact-aliases.ts'
import { singleHooks } from './single-hooks.ts'
import { styleReferences } from './style-references.ts'

export type ViewLibrary = 'preact' | 'react'

export interface BundledView {
  script: string
  style: string
  /** Absolute paths of every file that went in, dependencies too; sorted. */
  inputs: string[]
}

/** Run from source, the siblings are taken from source too; an installed package has only its dist. */
export const SOURCE_CONDITION = import.meta.url.endsWith('.ts') ? ['@lockstep/source'] : []

/** Prefix of the environment's variables that a view may read: none begins with it. What the builder's shell holds is nobody else's business. */
export const NO_VARIABLE = '='

/** Vite numbers its style files in a comment. */
const VITE_MARK = /\/\*\$vite\$:\d+\*\//g

/** Bundles an entry module into one script and one style, minified, with images inlined. Rejects with the bundler's own error. */
export async function bundleView(entry: string, runtime: ViewLibrary): Promise<BundledView> {
  const inputs = new Set<string>()
  const output = await keepingNodeEnv(() =>
    build({
      configFile: false,
      mode: 'production',
      // whatever the process that builds says of itself
      define: { 'process.env.NODE_ENV': '"production"' },
      envDir: false,
      envPrefix: NO_VARIABLE,
      publicDir: false,
      logLevel: 'silent',
      root: dirname(entry),
      resolve: {
        alias: runtime === 'preact' ? builtPreactAliases() : [],
        conditions: [...SOURCE_CONDITION, 'module', 'browser', 'production'],
        dedupe: ['react', 'react-dom', 'preact'],
      },
      oxc: { jsx: { runtime: 'automatic', importSource: 'react', development: false } },
      plugins: [recordInputs(inputs), singleHooks()],
      build: {
        write: false,
        target: 'es2022',
        // light-dark() must stay as it is: lowered, it would follow the browser's theme and not the host's
        cssTarget: 'esnext',
        minify: true,
        sourcemap: false,
        modulePreload: false,
        cssCodeSplit: false,
        assetsInlineLimit: () => true,
        reportCompressedSize: false,
        rolldownOptions: {
          input: entry,
          // every constant in its place: what is said once more costs less than a name for it
          optimization: { inlineConst: { mode: 'all', pass: 3 } },
          output: { format: 'es', codeSplitting: false },
        },
      },
    }),
  )
  const files = (Array.isArray(output) ? output : [output]).flatMap((result) => ('output' in result ? result.output : []))
  const script = files.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
  const style = files.map((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? String(file.source) : '')).join('')
  return { script: script.trim(), style: style.replace(VITE_MARK, '').trim(), inputs: [...inputs].sort() }
}

/** Notes each file the build has read. */
function recordInputs(inputs: Set<string>): Plugin {
  return {
    name: 'lockstep:record-inputs',
    async buildEnd() {
      for (const id of this.getModuleIds()) {
        const file = id.split('?', 1)[0] ?? ''
        if (!isAbsolute(file)) continue
        inputs.add(file)
        for (const reference of await styleReferences(file)) inputs.add(reference)
      }
    },
  }
}
