import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** Names on the PATH, best first: a Chromium before a branded Chrome, which may update itself under a test. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/**
 * Where a Chromium may lie on a machine, best first; files that need not exist.
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv }} machine
 * @returns {string[]}
 */
export function chromiumCandidates({ platform, env }) {
  if (platform === 'darwin') {
    const apps = ['/Applications', path.posix.join(env['HOME'] ?? '/', 'Applications')]
    return apps.flatMap((folder) => ['Chromium', 'Google Chrome'].map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`))
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return roots.flatMap((folder) => ['Chromium', 'Google\\Chrome'].map((name) => `${folder}\\${name}\\Application\\chrome.exe`))
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  return NAMES.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)))
}

/**
 * A Chromium that runs: the one LOCKSTEP_CHROMIUM names, else one of the machine's, else one that Playwright downloaded earlier. Null when there is none.
 * @param {{ platform?: NodeJS.Platform, env?: NodeJS.ProcessEnv, runs?: (file: string) => Promise<boolean>, playwrightFile?: () => Promise<string | null> }} [machine]
 * @returns {Promise<{ file: string, from: string } | null>}
 * @throws {SetupError} when LOCKSTEP_CHROMIUM names something that does not run
 */
export async function findChromium({
  platform = process.platform,
  env = process.env,
  runs = runsAsBrowser,
  playwrightFile = playwrightChromium,
} = {}) {
  const chosen = env['LOCKSTEP_CHROMIUM']
  if (chosen !== undefined && chosen !== '') {
    if (await runs(chosen)) return { file: chosen, from: 'LOCKSTEP_CHROMIUM' }
    throw new SetupError(
      `LOCKSTEP_CHROMIUM should name a Chromium, but "${chosen}" does not run. Correct it, or unset it to let the set-up find one.`,
    )
  }
  for (const file of chromiumCandidates({ platform, env })) {
    if (await runs(file)) return { file, from: 'this machine' }
  }
  const downloaded = await playwrightFile()
  return downloaded !== null && (await runs(downloaded)) ? { file: downloaded, from: "Playwright's cache" } : null
}

/**
 * Asking for the version also finds a program whose libraries are missing, and the snap stub of Ubuntu.
 * @param {string} file
 */
async function runsAsBrowser(file) {
  if (!existsSync(file)) return false
  // On Windows asking opens a window instead.
  if (process.platform === 'win32') return true
  const { code, output } = await runCommand(file, ['--version'], { timeoutMs: 20_000 })
  return code === 0 && /Chrom(e|ium)/.test(output)
}

/** @returns {Promise<string | null>} where Playwright's own Chromium would lie */
async function playwrightChromium() {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath() || null
}

/** @param {string} root */
export const chromiumRecord = (root) => path.join(root, 'node_modules', '.lockstep-chromium')

/**
 * The Chromium an earlier set-up found, while it is still there; LOCKSTEP_CHROMIUM has the first word.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null}
 */
export function recordedChromium(root, env = process.env) {
  const record = chromiumRecord(root)
  if (!existsSync(record)) return null
  const file = readFileSync(record, 'utf8').trim()
  const chosen = env['LOCKSTEP_CHROMIUM']
  if (chosen !== undefined && chosen !== '' && chosen !== file) return null
  return existsSync(file) ? file : null
}
