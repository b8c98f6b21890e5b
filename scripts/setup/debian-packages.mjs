import { existsSync, readFileSync } from 'node:fs'
import { runCommand } from './run-command.mjs'

/** A browser's download is some 170 MB. */
const INSTALL_TIMEOUT_MS = 15 * 60_000

/**
 * What to put before a command that installs a package: nothing as root, `sudo -n` where that works. Null, and says why, where no package can be installed.
 * @param {(line: string) => void} say
 * @returns {Promise<string[] | null>}
 */
export async function debianRights(say) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const rights = await installRights(process)
  const reason = debianRefusal({ release, hasAptGet: existsSync('/usr/bin/apt-get'), rights })
  if (reason === null) return rights
  say(`none found; not installing Debian's package: ${reason}`)
  return null
}

/**
 * Why Debian's package is out of the question, or null when it can be tried.
 * @param {{ release: string, hasAptGet: boolean, rights: string[] | null }} machine `release`: text of /etc/os-release
 */
export function debianRefusal({ release, hasAptGet, rights }) {
  if (!hasAptGet) return 'there is no apt-get'
  // Ubuntu's packages differ: its browser only installs a snap.
  if (!/^ID=debian$/m.test(release)) return 'this is not Debian'
  return rights === null ? 'it needs root or a sudo without a password' : null
}

/**
 * @param {{ getuid?: () => number }} self
 * @returns {Promise<string[] | null>}
 */
async function installRights({ getuid }) {
  if (getuid?.() === 0) return []
  return (await runCommand('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : null
}

/**
 * @param {string[]} rights of `debianRights`
 * @param {string[]} packages
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installDebianPackages(rights, packages, say) {
  say(`none found; installing Debian's package (apt-get install ${packages.join(' ')})`)
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    // The environment goes through `env`, because sudo drops it.
    const { code, output } = await runAsRoot(rights, ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args])
    if (code !== 0) {
      say(`apt-get ${args[0]} did not work: ${output.split('\n').at(-1) || 'it said nothing'}`)
      return false
    }
  }
  return true
}

/**
 * @param {string[]} rights of `debianRights`
 * @param {string[]} command
 */
export function runAsRoot(rights, command) {
  const [file = '', ...args] = rights.concat(command)
  return runCommand(file, args, { timeoutMs: INSTALL_TIMEOUT_MS })
}
