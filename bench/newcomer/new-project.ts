import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runCommand } from '../../scripts/setup/run-command.mjs'

export interface NewProject {
  folder: string
  /** Runs a command of npm in it, such as `['test']`. @throws with its output when it fails */
  npm: (...args: string[]) => Promise<string>
  /** `npm run dev`, once it has said where the local ChatGPT is. */
  dev: (env: Record<string, string>) => Promise<RunningDev>
  /** `npm start` on a port until it is healthy, then ends it; answers what it said of its health. */
  start: (port: number) => Promise<Record<string, unknown>>
}

export interface RunningDev {
  url: string
  /** All it has printed so far. */
  output: () => string
  stop: () => Promise<void>
}

export interface NewProjectOptions {
  /** Empty folder outside the repository. */
  parent: string
  name: string
  tarballs: ReadonlyMap<string, string>
  /** Folder with the `node` everything runs on. */
  nodeBin: string
}

/** Milliseconds between two looks at a process that starts. */
const LOOK_EVERY_MS = 50

/** What a person does who has only npm: takes create-lockstep and lets it make a folder. Our packages come from tarballs instead of the registry. */
export async function createNewProject({ parent, name, tarballs, nodeBin }: NewProjectOptions): Promise<NewProject> {
  const env = cleanEnv(nodeBin)
  const creator = path.join(parent, 'create')
  mkdirSync(creator, { recursive: true })
  execFileSync('tar', ['-xzf', tarballs.get('create-lockstep') ?? '', '-C', creator, '--strip-components=1'])
  await run('node', [path.join(creator, 'bin/create-lockstep.js'), name], { cwd: parent, env })
  const folder = path.join(parent, name)
  fromTarballs(path.join(folder, 'package.json'), tarballs)
  return {
    folder,
    npm: (...args) => run('npm', args, { cwd: folder, env }),
    dev: async (more) => {
      const { ready, ...running } = await startScript('dev', folder, { ...env, ...more }, (output) => /Lockstep is ready: (\S+)/.exec(output)?.[1])
      return { url: ready, ...running }
    },
    start: async (port) => {
      const isHealthy = async () => {
        const answer = await fetch(`http://localhost:${port}/health`).catch(() => null)
        return answer?.ok === true ? ((await answer.json()) as Record<string, unknown>) : undefined
      }
      const { ready, stop } = await startScript('start', folder, { ...env, PORT: String(port) }, isHealthy)
      await stop()
      return ready
    },
  }
}

/** Nothing of this repository's own run: no conditions, no test mode, no packages of its own on the path. */
function cleanEnv(nodeBin: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, VITEST: _vitest, ...env } = process.env
  const own = Object.fromEntries(Object.entries(env).filter(([key]) => !/^(?:npm_|VITE|LOCKSTEP_)/i.test(key) || key === 'npm_config_userconfig'))
  const others = (env['PATH'] ?? '').split(path.delimiter).filter((each) => !each.includes('node_modules'))
  return {
    ...own,
    PATH: [nodeBin, ...others].join(path.delimiter),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_loglevel: 'error',
  }
}

/** Ours are not in a registry yet: each is taken from its tarball, wherever in the tree it is wanted. */
function fromTarballs(file: string, tarballs: ReadonlyMap<string, string>): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>
  for (const field of ['dependencies', 'devDependencies']) {
    for (const dependency of Object.keys(manifest[field] ?? {})) {
      const tarball = tarballs.get(dependency)
      if (tarball !== undefined) Object.assign(manifest[field] ?? {}, { [dependency]: `file:${tarball}` })
    }
  }
  const overrides = Object.fromEntries(
    [...tarballs].filter(([each]) => each.startsWith('@lockstep/')).map(([each, tarball]) => [each, `file:${tarball}`]),
  )
  writeFileSync(file, `${JSON.stringify({ ...manifest, overrides }, null, 2)}\n`)
}

async function run(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<string> {
  const { code, output } = await runCommand(command, args, options)
  if (code !== 0) throw new Error(`expected "${command} ${args.join(' ')}" to succeed, got ${String(code)}:\n${output}`)
  return output
}

/** Starts a script of the project that goes on; `isReady` looks at what it has printed, until it answers. */
async function startScript<T>(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  isReady: (output: string) => T | undefined | Promise<T | undefined>,
) {
  const child = spawn('npm', ['run', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' })
  const gone = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  let answer: T | undefined
  while (answer === undefined) {
    if (child.exitCode !== null) throw new Error(`expected "npm run ${script}" to go on, it ended:\n${output}`)
    answer = await isReady(output)
    if (answer === undefined) await delay(LOOK_EVERY_MS)
  }
  const ready = answer
  return {
    ready,
    output: () => output,
    stop: async () => {
      if (child.pid === undefined || child.exitCode !== null) return
      // npm, its shell and lockstep: the group that this spawn has made, and nothing else
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM')
      await gone
    },
  }
}
