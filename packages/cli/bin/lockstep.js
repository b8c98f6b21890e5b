#!/usr/bin/env node
// Plain JavaScript: the Node that npx picks may be too old for anything else.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/main.ts', import.meta.url))
if (existsSync(source)) runSource(source)
else await import(new URL('../dist/main.js', import.meta.url).href)

/**
 * In the workspace there is no build: a second Node resolves the siblings to their sources, the pinned one where it is installed.
 * @param {string} file
 */
function runSource(file) {
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
  const isPinned = process.platform !== 'win32' && existsSync(pinned)
  if (!isPinned && !process.features.typescript) {
    console.error(
      `lockstep: the pinned Node is missing, and Node ${process.versions.node} is too old (22.18 or newer). Remove node_modules and run "npm start" in the root.`,
    )
    process.exitCode = 2
    return
  }
  const node = isPinned ? pinned : process.execPath
  // The channel lets the second process notice when this one is killed.
  const child = spawn(node, ['--conditions=@lockstep/source', file, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  // A terminal sends Ctrl-C to both, a supervisor only to this one: closing the channel asks the other to clean up, and asks only once.
  process.on('SIGINT', () => child.connected && child.disconnect())
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`lockstep: ${node} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}
