import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { buildView } from '@lockstep/build'
import { compilePattern } from '@lockstep/host'
import { toolChannel, type ToolResult } from '@lockstep/react'
import type { Mutation } from '@lockstep/sync'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../packages/cli/src/app-server.ts'
import type { App } from '../../packages/cli/src/config/app.ts'
import { loadApps } from '../../packages/cli/src/config/load-apps.ts'
import { freePort } from '../support/free-port.ts'
import { documentFiles } from './document-files.ts'

const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)
const files = documentFiles(readFileSync(join(root, 'docs', 'your-own-app.md'), 'utf8'))

let folder = ''
let app: App
let server: AppServer
let client: Client
const stopped = new AbortController()

/** The document's files, and nothing else, inside the workspace but outside what is checked and kept. */
beforeAll(async () => {
  mkdirSync(join(root, '.lockstep'), { recursive: true })
  folder = mkdtempSync(join(root, '.lockstep', 'papers-'))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const cwd = join(folder, 'apps', 'packing')
  const [read] = await loadApps({ cwd, env: { PACKING_PORT: String(await freePort()) } }, [])
  if (read === undefined) throw new Error('the document configures no app')
  app = read
  for (const view of app.views) await buildView({ ...view, runtime: 'preact' })
  const lines: string[] = []
  server = await startAppServer({
    name: app.name,
    module: app.server ?? '',
    cwd,
    mcpUrl: app.mcpUrl,
    env: process.env,
    print: (line) => lines.push(line),
    signal: stopped.signal,
  })
  client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(app.mcpUrl)))
}, 30_000)

afterAll(async () => {
  await client?.close()
  await server?.stop()
  stopped.abort()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args })

test('the document holds all its files', () => {
  expect(files.map((file) => file.path.replace('apps/packing/', ''))).toEqual([
    'shared/packing-list.ts',
    'server/main.ts',
    'views/list.tsx',
    'golden.json',
    'lockstep.config.ts',
  ])
})

test('its code type-checks under the rules of the repository', async () => {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.check.json', include: ['.'] }))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  // its errors are on standard output, which a failed run shows
  const { stdout } = await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false', '--listFiles'])
  for (const file of files.filter(({ path }) => /\.tsx?$/.test(path))) expect(stdout).toContain(join(folder, file.path))
}, 30_000)

test('the model packs, the view saves an edit by the channel of useDocument, and the model reads it', async () => {
  expect(await call('pack', { things: [{ name: 'Socks', quantity: 4 }, { name: 'towel' }] })).toMatchObject({
    structuredContent: { revision: 1, things: { socks: 4, towel: 1 } },
  })
  const channel = toolChannel(async (name, args) => (await call(name, { ...args })) as ToolResult, 'packing-list')
  const seen = await channel.fetchSnapshot('our-list')
  if (seen === null) throw new Error('the document’s channel found no list')
  const mutation: Mutation = {
    documentId: 'our-list',
    epoch: seen.epoch,
    baseRevision: seen.revision,
    value: { things: { socks: 5, towel: 1 } },
    mutationId: 'm_1',
    supersedes: [],
    clientId: 'w_1',
    seq: 1,
    onConflict: 'merge',
  }
  expect(await channel.send(mutation, { isLast: false })).toMatchObject({ revision: 2, status: 'applied', value: { things: { socks: 5, towel: 1 } } })
  expect(await channel.send(mutation, { isLast: false })).toMatchObject({ revision: 2, status: 'replayed' })
  await expect(channel.send({ ...mutation, value: { things: { socks: 6 } } }, { isLast: false })).rejects.toMatchObject({
    failure: { code: 'mutation_conflict' },
  })
  expect(await call('show_list')).toMatchObject({ content: [{ text: 'On the packing list: 5 × socks, 1 × towel.' }] })
})

test('the model sees the two tools it may call, and the view they render is there', async () => {
  const { tools } = await client.listTools()
  const shown = tools.filter((tool) => tool._meta?.['openai/visibility'] === 'public')
  expect(shown.map((tool) => tool.name)).toEqual(['show_list', 'pack'])
  const { contents } = await client.readResource({ uri: String(shown[0]?._meta?.['openai/outputTemplate']) })
  expect(contents[0]).toMatchObject({ text: expect.stringContaining('Packing list') })
})

test('every sentence the document promises finds its tool', () => {
  const prompts = app.golden?.prompts ?? []
  expect(prompts.map((prompt) => prompt.call?.tool)).toEqual(['pack', 'show_list'])
  for (const { patterns, examples } of prompts) {
    for (const example of examples) expect([example, patterns.some((pattern) => compilePattern(pattern)(example) !== null)]).toEqual([example, true])
  }
})
