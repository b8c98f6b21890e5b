import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface UiBuild {
  /** Folder of the built page. */
  dir: string
  /** True: the sources are those of the last build, nothing was done. */
  skipped: boolean
}

const SOURCE_DIR = fileURLToPath(new URL('../ui', import.meta.url))
/** What page and backend tell each other. */
const API_DIR = fileURLToPath(new URL('./api', import.meta.url))
/** The page's helpers that need no DOM. */
const HELPERS_DIR = fileURLToPath(new URL('./page', import.meta.url))
const OUT_DIR = fileURLToPath(new URL('../dist/ui', import.meta.url))
/** Beside the page, not in it: the hash of what it was built from. */
const STAMP = fileURLToPath(new URL('../dist/ui.stamp', import.meta.url))

/** Builds the host's page with Vite when its sources changed since the last time. An installed package has no sources, only the built page. */
export async function buildHostUi(): Promise<UiBuild> {
  const hash = await sourceHash()
  if (hash === null || ((await textOr(STAMP)) === hash && (await exists(join(OUT_DIR, 'index.html'))))) return { dir: OUT_DIR, skipped: true }
  const { build } = await import('vite')
  const { NODE_ENV: before } = process.env
  // Built aside and renamed, so that a build that fails or is killed never leaves half a page.
  const aside = `${OUT_DIR}.${process.pid}`
  try {
    await build({ root: SOURCE_DIR, logLevel: 'error', configFile: await configFile(), build: { outDir: aside, emptyOutDir: true } })
    await rm(OUT_DIR, { recursive: true, force: true })
    await rename(aside, OUT_DIR)
    await writeFile(STAMP, hash)
  } finally {
    await rm(aside, { recursive: true, force: true })
    // Vite says `production` for the whole process where nobody said anything
    if (before === undefined) delete process.env['NODE_ENV']
  }
  return { dir: OUT_DIR, skipped: false }
}

async function configFile(): Promise<string | false> {
  const path = join(SOURCE_DIR, 'vite.config.ts')
  return (await exists(path)) ? path : false
}

async function sourceHash(): Promise<string | null> {
  if (!(await exists(SOURCE_DIR))) return null
  await mkdir(join(OUT_DIR, '..'), { recursive: true })
  const folders = await Promise.all([SOURCE_DIR, HELPERS_DIR, API_DIR].map((dir) => readdir(dir, { recursive: true, withFileTypes: true })))
  const entries = folders.flat().filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
  const files = entries.map((entry) => join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(`${relative(SOURCE_DIR, file)}\0`).update(await readFile(file))
  return hash.digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function textOr(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}
