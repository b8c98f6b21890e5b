import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { debianRights, installDebianPackages } from './debian-packages.mjs'
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
  const rights = await debianRights(say)
  if (rights === null || !(await installDebianPackages(rights, DEBIAN_PACKAGES, say))) return null
  const found = await findChromium()
  return found === null ? null : { ...found, from: "Debian's package" }
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
    say(`the download did not work: ${output.split('\n').at(-1) || 'it said nothing'}`)
    return null
  }
  const found = await findChromium()
  if (found === null)
    say('downloaded, but it does not start: libraries of the system are missing (as root: npx playwright-core install-deps chromium)')
  return found
}
