import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { isRecord } from '@lockstep/contract'
import { parseAst } from 'vite'
import { buildError } from './build-error.ts'
import { bundleView, type ViewLibrary } from './bundle-view.ts'
import { findLock, hashInputs, sha256 } from './input-hash.ts'
import { escapeScript, renderHtml } from './render-html.ts'

export interface BuildViewOptions {
  /** Names the document (its title) and errors. */
  name: string
  /** Module that calls `renderView`. */
  entry: string
  outFile: string
  /** Which library answers React's API. Default `preact`. */
  runtime?: ViewLibrary
}

export interface BuiltView {
  /** Absolute. */
  file: string
  /** Of the document, 16 hex digits; the same for the same sources. */
  hash: string
  bytes: number
  gzipBytes: number
  /** Nothing had changed, so nothing was done. */
  skipped: boolean
}

/** What is kept beside the document to know whether it is still current. Paths are relative to it. */
interface BuildRecord {
  inputs: string[]
  inputHash: string
  hash: string
  bytes: number
  gzipBytes: number
}

/**
 * Builds a view into one HTML file that loads nothing from anywhere. Does nothing when no module that went in, no option and no dependency changed
 * since the last time. The file is replaced in one step.
 * @throws {AppError} BUILD_FAILED with `file:line`
 */
export async function buildView({ name, entry, outFile, runtime = 'preact' }: BuildViewOptions): Promise<BuiltView> {
  const file = resolve(outFile)
  const source = resolve(entry)
  const lock = await findLock(dirname(source))
  // an empty document stands for this builder's own template
  const decisive = [name, runtime, relative(dirname(file), source), renderHtml({ title: '', script: '', style: '' })]
  const hashOf = (inputs: readonly string[]) => hashInputs(lock === null ? inputs : [...inputs, lock], decisive)

  const before = await readRecord(recordFile(file))
  if (before !== null && (await contentHash(file)) === before.hash) {
    const { inputHash, inputs, ...built } = before
    if ((await hashOf(inputs.map((input) => resolve(dirname(file), input)))) === inputHash) return { file, ...built, skipped: true }
  }

  const { html, inputs } = await render(name, source, runtime)
  const built = { hash: shortHash(html), bytes: Buffer.byteLength(html), gzipBytes: gzipSync(html, { level: 9 }).byteLength }
  const record: BuildRecord = {
    inputs: inputs.map((input) => relative(dirname(file), input)),
    inputHash: (await hashOf(inputs)) ?? '',
    ...built,
  }
  await mkdir(dirname(file), { recursive: true })
  await replace(file, html)
  await replace(recordFile(file), `${JSON.stringify(record, null, 2)}\n`)
  return { file, ...built, skipped: false }
}

async function render(name: string, entry: string, runtime: ViewLibrary): Promise<{ html: string; inputs: string[] }> {
  try {
    const { script, style, inputs } = await bundleView(entry, runtime)
    // escaping is right inside literals only; should it ever meet an operator, better no build than a broken view
    parseAst(escapeScript(script))
    return { html: renderHtml({ title: name, script, style }), inputs }
  } catch (cause) {
    throw buildError(name, cause)
  }
}

function recordFile(file: string): string {
  return resolve(dirname(file), `.${basename(file)}.build.json`)
}

function shortHash(html: string): string {
  return sha256(html).slice(0, 16)
}

async function contentHash(file: string): Promise<string | null> {
  return readFile(file, 'utf8').then(shortHash, () => null)
}

/** The record of the last build, or null when there is none that can be read. */
async function readRecord(file: string): Promise<BuildRecord | null> {
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'))
    const isWhole =
      isRecord(record) &&
      Array.isArray(record['inputs']) &&
      record['inputs'].every((input) => typeof input === 'string') &&
      typeof record['inputHash'] === 'string' &&
      typeof record['hash'] === 'string' &&
      typeof record['bytes'] === 'number' &&
      typeof record['gzipBytes'] === 'number'
    return isWhole ? (record as unknown as BuildRecord) : null
  } catch {
    // no record, or a torn one, only means there is work to do
    return null
  }
}

async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.tmp`
  await writeFile(fresh, text)
  await rename(fresh, file)
}
