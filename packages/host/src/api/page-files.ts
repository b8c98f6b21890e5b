import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from '@lockstep/contract'
import { scriptJson } from '../sandbox/inline-script.ts'
import { BOOT_ELEMENT_ID, type PageBoot } from './host-state.ts'

export interface PageFile {
  bytes: Uint8Array<ArrayBuffer>
  type: string
}

/** The built page: everything it needs is read once, so that no request path ever reaches the file system. */
export interface PageFiles {
  index(boot: PageBoot): string
  /** By path such as `/assets/x.js`. */
  get(path: string): PageFile | null
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** Only names of this form are files of the page; the build's own notes beside them are not. */
const SERVED = /^\/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/

/** @throws {AppError} HOST_PAGE_MISSING */
export async function loadPageFiles(dir: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>()
  for (const entry of await list(dir)) {
    const path = `/${relative(dir, entry).split(sep).join('/')}`
    if (SERVED.test(path)) files.set(path, { bytes: new Uint8Array(await readFile(entry)), type: TYPES[extname(path)] ?? 'application/octet-stream' })
  }
  const index = files.get('/index.html')
  if (index === undefined) throw new AppError('HOST_PAGE_MISSING', `Expected the built page in ${dir}, found none. Run the build of the host's page.`)
  const html = new TextDecoder().decode(index.bytes)
  return {
    get: (path) => files.get(path) ?? null,
    index(boot) {
      const element = `<script type="application/json" id="${BOOT_ELEMENT_ID}">${scriptJson(boot)}</script>`
      const at = html.search(/<\/head>/i)
      return at < 0 ? element + html : html.slice(0, at) + element + html.slice(at)
    },
  }
}

async function list(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    throw new AppError('HOST_PAGE_MISSING', `Expected the built page in ${dir}, found no such folder. Run the build of the host's page.`, {
      cause: error,
    })
  }
}
