import { writeFileSync } from 'node:fs'
import { debianRights, installDebianPackages, runAsRoot } from './debian-packages.mjs'
import { findPostgres, postgresRecord, recordedPostgres } from './find-postgres.mjs'
import { SetupError } from './setup-error.mjs'

/** Read by Debian's package while it is installed. @see pg_createcluster(8) */
const CLUSTER_SETTINGS = '/etc/postgresql-common/createcluster.d'
const NO_CLUSTER = `${CLUSTER_SETTINGS}/lockstep.conf`

/**
 * Makes sure a PostgreSQL server is there for the tests to start, and records where its programs are: found, else Debian's package.
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {SetupError}
 */
export async function ensurePostgres(root, say) {
  if (recordedPostgres(root) !== null) return
  say('looking for PostgreSQL on this machine')
  const folder = (await findPostgres()) ?? (await installFromDebian(say))
  if (folder === null) {
    throw new SetupError(
      'no PostgreSQL could be found or installed. Install its server, or set LOCKSTEP_POSTGRES to the folder that has `postgres` and `initdb`, and run this again.',
    )
  }
  writeFileSync(postgresRecord(root), folder)
  say(`PostgreSQL: ${folder}`)
}

/**
 * Debian's package makes a database of its own and starts it, unless told not to: the tests start what they need, and nothing is left running.
 * @param {(line: string) => void} say
 */
async function installFromDebian(say) {
  const rights = await debianRights(say)
  if (rights === null) return null
  await runAsRoot(rights, ['sh', '-c', `mkdir -p ${CLUSTER_SETTINGS} && echo 'create_main_cluster = false' > ${NO_CLUSTER}`])
  try {
    return (await installDebianPackages(rights, ['postgresql'], say)) ? await findPostgres() : null
  } finally {
    await runAsRoot(rights, ['sh', '-c', `rm -f ${NO_CLUSTER}; rmdir --ignore-fail-on-non-empty ${CLUSTER_SETTINGS}`])
  }
}
