import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { formatFinding } from '../check/finding.ts'
import { BOUNDARIES } from './allowed-imports.ts'
import { entryReach, findUnsafeReach } from './entry-reach.ts'
import { findViolations } from './find-violations.ts'
import { isNodeModule, sourceImports } from './source-imports.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const repository = fileURLToPath(new URL('../..', import.meta.url))

describe('in this repository', () => {
  test('no package imports what the design forbids', () => {
    expect(findViolations(repository).map(formatFinding)).toEqual([])
  })

  test.each(['contract', 'sync', 'view', 'react'])('the entries of %s pull in no module of Node', (name) => {
    const nodeModules = entryReach(repository, `packages/${name}`).filter(({ specifier }) => isNodeModule(specifier))
    expect(nodeModules).toEqual([])
  })

  test.each(['view', 'react'])('the entries of %s pull in no zod', (name) => {
    expect(entryReach(repository, `packages/${name}`).map(({ specifier }) => specifier)).not.toContain('zod')
  })

  test('the instruments know the platform and not the framework', () => {
    for (const name of ['packages/host', 'packages/audit']) {
      for (const sibling of ['server', 'view', 'react', 'sync']) expect(BOUNDARIES[name]?.siblings).not.toContain(sibling)
    }
  })
})

describe('planted violations', () => {
  let root: string
  const plant = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  const manifest = (name: string, more: object = {}) =>
    JSON.stringify({ name: `@lockstep/${name}`, exports: { '.': { '@lockstep/source': './src/index.ts' } }, ...more }, null, 2)

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'lockstep-boundaries-'))
    plant('packages/host/package.json', manifest('host'))
    plant('packages/sync/package.json', manifest('sync'))
    plant('packages/sync/src/index.ts', '')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  test.each([
    ["import { x } from '@lockstep/sync'", 'value import'],
    ["import type { X } from '@lockstep/sync/schema'", 'type import'],
    ["export * from '@lockstep/view'", 're-export'],
    ["export type { X } from '@lockstep/react'", 'type re-export'],
    ["const x = await import('@lockstep/server')", 'dynamic import'],
    ["type X = import('@lockstep/server').App", 'type by import()'],
    ["import { x } from '../../sync/src/index.ts'", 'reach-through by path'],
    ["import { x } from '../../../scripts/check/finding.ts'", 'reach out of the package'],
  ])('%s in the host is found with file and line (%s)', (line) => {
    plant('packages/host/src/index.ts', `// first\n${line}\n`)
    expect(findViolations(root).map(formatFinding)).toEqual([expect.stringMatching(/^packages\/host\/src\/index\.ts:2: /)])
  })

  test('a dependency that is only declared is found', () => {
    plant('packages/host/package.json', manifest('host', { devDependencies: { '@lockstep/sync': '0.1.0' } }))
    expect(findViolations(root).map(formatFinding)).toEqual([expect.stringContaining('may import contract, not "@lockstep/sync"')])
  })

  test('a package without a row is found', () => {
    plant('packages/newcomer/package.json', manifest('newcomer'))
    expect(findViolations(root).map(formatFinding)).toEqual([expect.stringContaining('has no row')])
  })

  test('Node in a package for the browser is found, in its tests it is not', () => {
    plant('packages/sync/src/index.ts', "import { readFileSync } from 'node:fs'\nimport path from 'path'\n")
    plant('packages/sync/src/merge.test.ts', "import { readFileSync } from 'node:fs'\n")
    expect(findViolations(root)).toHaveLength(2)
  })

  test('what an entry pulls in through a sibling is found with the way there', () => {
    plant('packages/view/package.json', manifest('view'))
    plant('packages/view/src/index.ts', "export { merge } from '@lockstep/sync'\n")
    plant('packages/sync/src/index.ts', "export { merge } from './merge.ts'\nexport type { Z } from 'node:net'\n")
    plant('packages/sync/src/merge.ts', "import { z } from 'zod'\n")
    expect(findUnsafeReach(root).map(formatFinding)).toEqual([
      'packages/sync/src/merge.ts:1: an entry of packages/view pulls in "zod" ' +
        '(packages/view/src/index.ts -> packages/sync/src/index.ts -> packages/sync/src/merge.ts)',
    ])
  })
})

test('imports are read from the syntax, not from text that looks like one', () => {
  const text = readFileSync(fileURLToPath(import.meta.url), 'utf8')
  const specifiers = sourceImports('boundaries.test.ts', text).map(({ specifier }) => specifier)
  expect(specifiers).toContain('node:fs')
  expect(specifiers).not.toContain('@lockstep/server')
})
