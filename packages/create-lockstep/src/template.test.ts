import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createProject } from './create-project.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('../../..', import.meta.url))
const template = fileURLToPath(new URL('../template', import.meta.url))

/** Inside the workspace, so that our packages are found as sources, but outside what is checked and kept. */
let parent: string
let folder: string
beforeAll(() => {
  mkdirSync(path.join(root, '.lockstep'), { recursive: true })
  parent = mkdtempSync(path.join(root, '.lockstep/create-'))
  folder = path.join(parent, 'my-app')
  createProject({ template, folder })
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

test('the new app’s own tests pass', () => {
  const { status, stdout } = spawnSync(process.execPath, ['--conditions=@lockstep/source', '--test'], { cwd: folder, encoding: 'utf8' })
  expect(stdout).toMatch(/pass [1-9]/)
  expect([status, stdout]).toEqual([0, stdout])
})
