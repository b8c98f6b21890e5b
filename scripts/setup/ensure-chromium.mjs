import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromiumRecord, findChromium, recordedChromium } from './find-chromium.mjs'
import { pinnedNodeFile } from './pinned-node.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** Without fonts a headless Chromium draws boxes: a set with the metrics of the usual ones, and emoji. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji']
/** The download is some 170 MB. */
const INSTALL_TIMEOUT_MS = 15 * 60_000

/**
 * Makes sure a Chromium is there and records where: found, else Debian's package, else Playwright's download.
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {SetupError}
 */
export async function ensureChromium(root, say) {
  if (recordedChromium(root) !== null) return
  say('looking for a Chromium on this machine')
  const found = (await findChromium()) ?? (await installFromDebian(say)) ?? (await installFromPlaywright(root, say))
  if (found === null) {
    throw new SetupError('no Chromium could be found or installed. Install Chromium or Chrome, or set LOCKSTEP_CHROMIUM to one, and run this again.')
  }
  writeFileSync(chromiumRecord(root), found.file)
  say(`Chromium: ${found.file} (from ${found.from})`)
}

/** @param {(line: string) => void} say */
async function installFromDebian(say) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const rights = await installRights(process)
  const reason = debianRefusal({ release, hasAptGet: existsSync('/usr/bin/apt-get'), rights })
  if (reason !== null || rights === null) {
    say(`none found; not installing Debian's package: ${reason}`)
    return null
  }
  say(`none found; installing Debian's package (apt-get install ${DEBIAN_PACKAGES.join(' ')})`)
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...DEBIAN_PACKAGES],
  ]) {
    // The environment goes through `env`, because sudo drops it.
    const { code, output } = await runCommand(...asRoot(rights, ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]))
    if (code !== 0) {
      say(`apt-get ${args[0]} did not work: ${lastLine(output)}`)
      return null
    }
  }
  const found = await findChromium()
  return found === null ? null : { ...found, from: "Debian's package" }
}

/**
 * Why Debian's package is out of the question, or null when it can be tried.
 * @param {{ release: string, hasAptGet: boolean, rights: string[] | null }} machine `release`: text of /etc/os-release
 */
export function debianRefusal({ release, hasAptGet, rights }) {
  if (!hasAptGet) return 'there is no apt-get'
  // Ubuntu's package of that name only installs a snap.
  if (!/^ID=debian$/m.test(release)) return 'this is not Debian'
  return rights === null ? 'it needs root or a sudo without a password' : null
}

/**
 * @param {string[]} rights
 * @param {string[]} command
 * @returns {Parameters<typeof runCommand>}
 */
function asRoot(rights, command) {
  const [file = '', ...args] = rights.concat(command)
  return [file, args, { timeoutMs: INSTALL_TIMEOUT_MS }]
}

/**
 * What to put before a command that needs root: nothing as root, `sudo -n` where that works, null where neither does.
 * @param {{ getuid?: () => number }} self
 * @returns {Promise<string[] | null>}
 */
async function installRights({ getuid }) {
  if (getuid?.() === 0) return []
  return (await runCommand('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : null
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 */
async function installFromPlaywright(root, say) {
  say("downloading Playwright's Chromium (playwright-core install chromium)")
  const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js')
  const { code, output } = await runCommand(pinnedNodeFile(root), [cli, 'install', '--no-shell', 'chromium'], { timeoutMs: INSTALL_TIMEOUT_MS })
  if (code !== 0) {
    say(`the download did not work: ${lastLine(output)}`)
    return null
  }
  const found = await findChromium()
  if (found === null)
    say('downloaded, but it does not start: libraries of the system are missing (as root: npx playwright-core install-deps chromium)')
  return found
}

/** @param {string} text */
const lastLine = (text) => text.split('\n').at(-1) || 'it said nothing'
