import { installHash, isInstalled, markInstalled } from './install-stamp.mjs'
import { checkPinnedNode } from './pinned-node.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * Installs what the lock file names, unless that is what is installed already, and checks the pinned Node.
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {SetupError}
 */
export async function ensureDependencies(root, say) {
  const hash = installHash(root, `${process.platform}-${process.arch}`)
  if (isInstalled(root, hash)) return checkPinnedNode(root)
  say('installing dependencies and the pinned Node (npm ci), once')
  const startedAt = performance.now()
  const [npm, ...first] = npmCommand(process.env, process.execPath)
  // The includes outvote NODE_ENV=production and an "omit" setting, either of which would leave out the tools or Node itself.
  const { code } = await runCommand(npm, [...first, 'ci', '--loglevel=error', '--include=dev', '--include=optional'], { cwd: root, show: true })
  if (code === null) throw new SetupError('npm could not be started. Install npm (it comes with Node) and run this again.')
  if (code !== 0) throw new SetupError(`npm ci ended with code ${code}; its lines above say why. Mend that (network? disk?) and run this again.`)
  await checkPinnedNode(root)
  markInstalled(root, hash)
  say(`dependencies ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

/**
 * The npm that runs us when one does, else the one on the PATH.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} execPath
 * @returns {[string, ...string[]]}
 */
export function npmCommand(env, execPath) {
  const cli = env['npm_execpath']
  return cli !== undefined && cli.endsWith('npm-cli.js') ? [execPath, cli] : ['npm']
}
