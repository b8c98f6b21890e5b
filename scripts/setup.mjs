// Plain JavaScript for Node 20: this runs before anything is installed.
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './setup/ensure-chromium.mjs'
import { ensureDependencies } from './setup/ensure-dependencies.mjs'
import { ensurePostgres } from './setup/ensure-postgres.mjs'
import { ensureStrace } from './setup/ensure-strace.mjs'
import { ensureThirdParty } from './setup/ensure-third-party.mjs'
import { SetupError } from './setup/setup-error.mjs'
import { withSetupLock } from './setup/setup-lock.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} line */
const say = (line) => console.log(`set-up: ${line}`)

try {
  await withSetupLock(root, say, async () => {
    await ensureDependencies(root, say)
    if (process.argv.includes('--browser')) await ensureChromium(root, say)
    if (process.argv.includes('--postgres')) await ensurePostgres(root, say)
    if (process.argv.includes('--strace')) await ensureStrace(say)
    if (process.argv.includes('--third-party')) await ensureThirdParty(root, say)
  })
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`set-up failed: ${error.message}`)
  process.exitCode = 1
}
