import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildView, type ViewLibrary } from '@lockstep/build'

export interface BuiltSize {
  /** What is in the document's script element. */
  script: string
  scriptGzipBytes: number
  /** The whole document, as an app serves it. */
  html: string
  htmlBytes: number
  htmlGzipBytes: number
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Builds a view as `lockstep build` does, into a folder of its own. `entry` is relative to the root. */
export async function builtSize(entry: string, runtime: ViewLibrary = 'preact'): Promise<BuiltSize> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-bytes-'))
  try {
    const built = await buildView({ name: 'Size', entry: join(ROOT, entry), outFile: join(folder, 'view.html'), runtime })
    const html = await readFile(built.file, 'utf8')
    const script = /<script type="module">([\s\S]*)<\/script>/.exec(html)?.[1] ?? ''
    const scriptGzipBytes = gzipSync(script, { level: 9 }).byteLength
    return { script, scriptGzipBytes, html, htmlBytes: built.bytes, htmlGzipBytes: built.gzipBytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
