import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './free-port.ts'

/**
 * Run as a process by `startPostgres`: makes a database cluster in a folder of its own, runs it, and takes both away when asked to or when its
 * parent is gone, however that ended.
 */
export type Order = { type: 'start' } | { type: 'kill9' } | { type: 'stop' }
export type Report = { type: 'ready'; port: number } | { type: 'stopped' } | { type: 'failed'; message: string }

const [programs = '', password = ''] = process.argv.slice(2)
/** PostgreSQL refuses to run as root, so root hands it to another user, in a folder which that user can enter. */
const user = process.getuid?.() === 0 ? unprivilegedUser() : {}
const folder = mkdtempSync(path.join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'lockstep-postgres-'))
const data = path.join(folder, 'data')
/** After kill -9 the data folder is synced before it is recovered: all at once, instead of file by file, which takes seconds. */
const QUICK_RECOVERY = process.platform === 'linux' ? ['-c', 'recovery_init_sync_method=syncfs'] : []
let port: number | null = null
let server: ChildProcess | null = null
let said = ''
let isLeaving = false

process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => void leave())

async function obey(order: Order): Promise<void> {
  try {
    if (order.type === 'start') report({ type: 'ready', port: await start() })
    else if (order.type === 'kill9') {
      await killAll()
      report({ type: 'stopped' })
    } else await leave()
  } catch (error) {
    report({ type: 'failed', message: `${String(error)}\n${said}` })
  }
}

function report(message: Report): void {
  process.send?.(message)
}

async function leave(): Promise<void> {
  // asked to stop, and then left: the first is at it already
  if (isLeaving) return
  isLeaving = true
  await killAll()
  // what is left is to clear up, which nobody need wait for
  if (process.connected) report({ type: 'stopped' })
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
  process.exit(0)
}

async function start(): Promise<number> {
  if (port === null) makeCluster()
  for (let tries = 0; ; tries += 1) {
    const at: number = port ?? (await freePort())
    server = run('postgres', ['-D', data, '-p', String(at), '-h', '127.0.0.1', '-k', '', '-c', 'lc_messages=C', ...QUICK_RECOVERY])
    if (await isReady(server)) return (port = at)
    server = null
    // somebody else took the port in between, or the processes of a killed server are not all gone yet
    if (tries === 20 || !/address already in use|still in use/i.test(said)) throw new Error('PostgreSQL did not start.')
  }
}

function makeCluster(): void {
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user.uid !== undefined) for (const file of [folder, passwordFile]) chownSync(file, user.uid, user.gid ?? user.uid)
  const options = ['--username=lockstep', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync']
  execFileSync(path.join(programs, 'initdb'), ['-D', data, ...options], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
}

function run(program: string, args: string[]): ChildProcess {
  return spawn(path.join(programs, program), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Settles when it accepts connections, or has ended. */
function isReady(child: ChildProcess): Promise<boolean> {
  said = ''
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000)
      if (said.includes('ready to accept connections')) resolve(true)
    })
    child.on('error', () => resolve(false))
    child.on('exit', () => resolve(false))
  })
}

/** As a power cut: the server and every process of it at once, so that none of them writes anything more. */
async function killAll(): Promise<void> {
  const child = server
  server = null
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const backends = childrenOf(child.pid)
  child.kill('SIGKILL')
  for (const pid of backends) kill(pid)
  await gone
}

function childrenOf(parent: number): number[] {
  return processes().flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []))
}

/** Id and parent's id of each. A small Linux has no `ps`, other systems have no `/proc`. */
function processes(): number[][] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), parentIn(`/proc/${name}/stat`)]] : []))
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
  return lines.map((line) => line.trim().split(/\s+/).map(Number))
}

function parentIn(stat: string): number {
  try {
    // after the program's name, which may have any character in it: state, parent
    return Number(/.*\) \S (\d+)/s.exec(readFileSync(stat, 'utf8'))?.[1])
  } catch {
    // ended since it was listed
    return Number.NaN
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // it ended by itself when it lost the server
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function unprivilegedUser(): { uid?: number; gid?: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}
