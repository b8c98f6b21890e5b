import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildView } from '@lockstep/build'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rawRequest } from '../../packages/host/src/testing/raw-request.ts'
import { ROOT, tool, toolEnv } from '../../scripts/check/tool.ts'
import { documentFiles } from '../papers/document-files.ts'
import { freePort } from '../support/free-port.ts'

/** All that the image of docs/deploy.md installs of ours: what the server imports. */
const OURS = ['server', 'sync', 'contract'] as const
let folder: string
let modules: string

/** The recipe's steps without the container: the app's folder, production dependencies only, taken from the tarballs that npm would publish. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-image-'))
  modules = path.join(folder, 'node_modules')
  cpSync(path.join(ROOT, 'test', 'dev', 'notes-app'), folder, { recursive: true })
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'notes', type: 'module', dependencies: { '@lockstep/server': '0.1.0', zod: '*' } }),
  )
  const view = path.join(ROOT, 'test', 'dev', 'notes-app', 'views', 'notes.tsx')
  await buildView({ name: 'notes', entry: view, outFile: path.join(folder, 'dist', 'views', 'notes.html') })
  rmSync(path.join(folder, 'views'), { recursive: true })
  const built = await tool('tsc', ['-b', ...OURS.map((name) => `packages/${name}/tsconfig.build.json`)])
  expect(built.details).toBe('')
  const packs = mkdtempSync(path.join(tmpdir(), 'lockstep-packs-'))
  const workspaces = OURS.map((name) => `--workspace=packages/${name}`)
  execFileSync('npm', ['pack', '--loglevel=error', '--ignore-scripts', `--pack-destination=${packs}`, ...workspaces], { cwd: ROOT, env: toolEnv() })
  const thirdParty = new Set<string>(['zod'])
  for (const name of OURS) {
    const target = path.join(modules, '@lockstep', name)
    mkdirSync(target, { recursive: true })
    const tarball = readdirSync(packs).find((file) => file.startsWith(`lockstep-${name}-`)) ?? ''
    execFileSync('tar', ['-xzf', path.join(packs, tarball), '-C', target, '--strip-components=1'])
    for (const dependency of dependenciesIn(target)) if (!dependency.startsWith('@lockstep/')) thirdParty.add(dependency)
  }
  rmSync(packs, { recursive: true })
  for (const name of thirdParty) link(name)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function dependenciesIn(packageFolder: string): string[] {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'))
  return Object.keys(manifest.dependencies ?? {})
}

/** What a dependency needs in turn, it finds beside its real place. */
function link(name: string): void {
  const from = path.join(ROOT, 'node_modules', name)
  mkdirSync(path.dirname(path.join(modules, name)), { recursive: true })
  if (existsSync(from)) symlinkSync(from, path.join(modules, name))
}

/** The last stage of the recipe in the document. */
function recipe(): { env: Record<string, string>; command: string[] } {
  const [dockerfile] = documentFiles(readFileSync(path.join(ROOT, 'docs', 'deploy.md'), 'utf8')).filter((file) => file.path === 'Dockerfile')
  const stage = dockerfile?.text.split('FROM ').at(-1) ?? ''
  const pairs = [...stage.matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) => line.split(' ').map((pair) => pair.split('=') as [string, string]))
  const [, command = '[]'] = /^CMD (.*)$/m.exec(stage) ?? []
  return { env: Object.fromEntries(pairs), command: JSON.parse(command) as string[] }
}

/** As a container engine does, without the condition that stands for our sources. */
function runImage(more: Record<string, string>): { child: ChildProcess; output: () => string } {
  let output = ''
  const { env, command } = recipe()
  expect(command[0]).toBe('node')
  const child = spawn(process.execPath, command.slice(1), { cwd: folder, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, output: () => output }
}

test('one folder with production dependencies alone serves the app on every address, and ends cleanly when it is told to', async () => {
  const port = await freePort()
  const { child, output } = runImage({ PORT: String(port), PUBLIC_URL: 'https://notes.example' })
  const exited = once(child, 'exit')
  const health = await vi
    .waitFor(() => rawRequest({ port, path: '/health' }), { timeout: 60_000, interval: 50 })
    .catch((error: unknown) => {
      throw new Error(`the app did not come up: ${output()}`, { cause: error })
    })
  expect(health.status).toBe(200)
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: 'ui://notes/notes.html' } })
  const headers = { host: 'notes.example', 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const read = await rawRequest({ port, path: '/mcp', method: 'POST', headers, body })
  expect([read.status, read.body]).toEqual([200, expect.stringContaining('Notes one')])
  expect((await rawRequest({ port, path: '/mcp', method: 'POST', headers: { ...headers, host: 'evil.example' }, body })).status).toBe(403)
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(readdirSync(path.join(modules, '@lockstep')).toSorted()).toEqual(['contract', 'server', 'sync'])
})
