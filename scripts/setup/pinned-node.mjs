import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * The version of Node that package.json pins through its optional platform packages.
 * @param {string} manifest text of the root package.json
 * @throws {SetupError} when there is none, or they differ
 */
export function pinnedNodeVersion(manifest) {
  const { optionalDependencies = {} } = JSON.parse(manifest)
  const versions = new Set(
    Object.entries(optionalDependencies)
      .filter(([name]) => /^node-(bin-)?(darwin|linux|win)/.test(name))
      .map(([, version]) => String(version)),
  )
  const [version] = versions
  if (version === undefined || versions.size > 1) {
    throw new SetupError(`package.json must pin one version of Node in optionalDependencies, it names ${versions.size}. Restore it from git.`)
  }
  return version
}

/**
 * @param {string} root
 * @param {NodeJS.Platform} platform
 */
export function pinnedNodeFile(root, platform = process.platform) {
  return path.join(root, 'node_modules', '.bin', platform === 'win32' ? 'node.cmd' : 'node')
}

/**
 * Runs the pinned Node once to see that it is there and is the right one.
 * @param {string} root
 * @throws {SetupError}
 */
export async function checkPinnedNode(root) {
  const wanted = pinnedNodeVersion(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const { code, output } = await runCommand(pinnedNodeFile(root), ['--version'])
  if (code === 0 && output === `v${wanted}`) return
  const got = code === 0 ? `is ${output}` : 'does not run or is missing'
  throw new SetupError(
    `node_modules/.bin/node should be Node ${wanted}, but it ${got}. ` +
      `It comes from an optional dependency for this platform (${process.platform}-${process.arch}): ` +
      'an installation with --omit=optional or --no-optional loses it. Remove node_modules, unset npm\'s "omit" setting and run this again.',
  )
}
