import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** The tests' flags need it, and PostgreSQL itself supports nothing older. */
const OLDEST_VERSION = 14

/**
 * Folders that may hold `postgres` and `initdb`, best first: the PATH, then where Debian, Red Hat and Homebrew put them beside it, newest version first.
 * @param {{ env: NodeJS.ProcessEnv, list?: (folder: string) => string[] }} machine
 * @returns {string[]}
 */
export function postgresFolders({ env, list = foldersIn }) {
  const onPath = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const versions = [
    ...list('/usr/lib/postgresql').map((version) => [version, `/usr/lib/postgresql/${version}/bin`]),
    ...list('/usr')
      .filter((name) => name.startsWith('pgsql-'))
      .map((name) => [name.slice('pgsql-'.length), `/usr/${name}/bin`]),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap((opt) =>
      list(opt)
        .filter((name) => name.startsWith('postgresql@'))
        .map((name) => [name.slice('postgresql@'.length), `${opt}/${name}/bin`]),
    ),
  ]
  return [...onPath, ...versions.toSorted(([a], [b]) => Number(b) - Number(a)).map(([, folder]) => folder ?? '')]
}

/** @param {string} folder */
function foldersIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : []
}

/**
 * The folder of a PostgreSQL server that runs: the one LOCKSTEP_POSTGRES names, else one of the machine's. Null when there is none.
 * @param {{ env?: NodeJS.ProcessEnv, folders?: string[], runs?: (folder: string) => Promise<boolean> }} [machine]
 * @returns {Promise<string | null>}
 * @throws {SetupError} when LOCKSTEP_POSTGRES names something that does not run
 */
export async function findPostgres({ env = process.env, folders = postgresFolders({ env }), runs = runsAsPostgres } = {}) {
  const chosen = env['LOCKSTEP_POSTGRES']
  if (chosen !== undefined && chosen !== '') {
    if (await runs(chosen)) return chosen
    throw new SetupError(
      `LOCKSTEP_POSTGRES should name the folder of PostgreSQL's programs (version ${OLDEST_VERSION} or newer), but "${chosen}" has none that run. ` +
        'Correct it, or unset it to let the set-up find one.',
    )
  }
  for (const folder of folders) {
    if (await runs(folder)) return folder
  }
  return null
}

/**
 * Both programs, of one version: a client package alone brings neither.
 * @param {string} folder
 */
async function runsAsPostgres(folder) {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => path.join(folder, process.platform === 'win32' ? `${name}.exe` : name))
  if (postgres === undefined || initdb === undefined || !existsSync(postgres) || !existsSync(initdb)) return false
  const { code, output } = await runCommand(postgres, ['--version'], { timeoutMs: 20_000 })
  return code === 0 && Number(/\(PostgreSQL\) (\d+)/.exec(output)?.[1]) >= OLDEST_VERSION
}

/** @param {string} root */
export const postgresRecord = (root) => path.join(root, 'node_modules', '.lockstep-postgres')

/**
 * The folder an earlier set-up found, while it is still there; LOCKSTEP_POSTGRES has the first word.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null}
 */
export function recordedPostgres(root, env = process.env) {
  const record = postgresRecord(root)
  if (!existsSync(record)) return null
  const folder = readFileSync(record, 'utf8').trim()
  const chosen = env['LOCKSTEP_POSTGRES']
  if (chosen !== undefined && chosen !== '' && chosen !== folder) return null
  return existsSync(folder) ? folder : null
}
