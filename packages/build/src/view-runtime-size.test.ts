import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleView } from './bundle-view.ts'

/**
 * Gzipped bytes a view may spend on the bridge and its store, and on the sync client beside them. The design gives them 6,000 and 4,000; the client takes
 * more, for schema versions and for drafts that can be drawn again on another state.
 */
const RUNTIME_MAX_BYTES = 5_800
const SYNC_MAX_BYTES = 4_850

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
let folder = ''

beforeAll(async () => {
  // inside the workspace, so that the siblings are found
  folder = await mkdtemp(join(packageFolder, 'test', '.size-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function gzipBytes(name: string, lines: readonly string[]): Promise<number> {
  const entry = join(folder, `${name}.ts`)
  await writeFile(entry, lines.join('\n'))
  return gzipSync((await bundleView(entry, 'preact')).script, { level: 9 }).byteLength
}

test(`bridge and store <= ${RUNTIME_MAX_BYTES} B gz, the sync client <= ${SYNC_MAX_BYTES} B more`, async ({ annotate }) => {
  const runtime = await gzipBytes('runtime', ["import { connectView } from '@lockstep/view'", 'Object.assign(globalThis, { connectView })'])
  const both = await gzipBytes('both', [
    "import { createSyncClient } from '@lockstep/sync'",
    "import { connectView } from '@lockstep/view'",
    'Object.assign(globalThis, { connectView, createSyncClient })',
  ])
  await annotate(`bridge and store ${runtime} B gz, sync client ${both - runtime} B gz`)
  expect(runtime).toBeLessThanOrEqual(RUNTIME_MAX_BYTES)
  expect(both - runtime).toBeLessThanOrEqual(SYNC_MAX_BYTES)
})
