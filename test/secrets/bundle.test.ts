import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildView } from '@lockstep/build'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sightings } from './canary.ts'

const CANARIES = [
  { name: 'a variable with Vite’s prefix', text: 'canary-vite-1f0c93' },
  { name: 'a variable', text: 'canary-plain-88d2ae' },
  { name: 'a variable of a file .env', text: 'canary-file-c04b71' },
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-bundle-'))
  vi.stubEnv('VITE_API_KEY', 'canary-vite-1f0c93')
  vi.stubEnv('API_KEY', 'canary-plain-88d2ae')
  writeFileSync(path.join(folder, '.env'), 'VITE_FILE_KEY=canary-file-c04b71\nFILE_KEY=canary-file-c04b71\n')
  // the whole environment, as far as the builder gives it away
  writeFileSync(
    path.join(folder, 'view.ts'),
    'Object.assign(globalThis, { all: import.meta.env, one: import.meta.env.VITE_API_KEY, two: import.meta.env.VITE_FILE_KEY })\n',
  )
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('SEC19 a view’s bundle holds nothing of the environment it was built in, not even where the view asks for it', async () => {
  const { file } = await buildView({ name: 'Asking', entry: path.join(folder, 'view.ts'), outFile: path.join(folder, 'out.html') })
  const html = readFileSync(file, 'utf8')
  expect(html).toContain('globalThis')
  expect(sightings(CANARIES, [{ where: 'the bundle', text: html }])).toEqual([])
})
