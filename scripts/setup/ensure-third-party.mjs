import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { npmCommand } from './ensure-dependencies.mjs'
import { runCommand } from './run-command.mjs'
import { SetupError } from './setup-error.mjs'

/** Apps of others that the long tests run in the local ChatGPT; a folder with a lock file of its own, so that nobody else installs them. */
const FOLDER = path.join('test', 'third-party', 'apps')

/**
 * Installs what that lock file names, unless that is what is installed already. No script of theirs runs at installation.
 * @param {string} root
 * @param {(line: string) => void} say
 * @throws {SetupError}
 */
export async function ensureThirdParty(root, say) {
  const folder = path.join(root, FOLDER)
  const hash = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(folder, 'node_modules', '.lockstep-setup')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  say('installing the third-party apps of the long tests (npm ci), once')
  const [npm, ...first] = npmCommand(process.env, process.execPath)
  const { code } = await runCommand(npm, [...first, 'ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, show: true })
  if (code !== 0) throw new SetupError(`npm ci in ${FOLDER} ended with code ${code}; its lines above say why. Mend that and run this again.`)
  writeFileSync(stamp, hash)
}
