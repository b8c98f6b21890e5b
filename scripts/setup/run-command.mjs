import { spawn } from 'node:child_process'

/**
 * Runs a command to its end. Resolves with its exit code (null when it could not be started) and, when not shown, its output.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number }} [options] `show`: its output goes to ours.
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function runCommand(file, args, { cwd, env = process.env, show = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    let output = ''
    // Windows starts npm.cmd and its like only through a shell.
    const shell = process.platform === 'win32' && !file.endsWith('.exe')
    const child = spawn(file, args, { cwd, env, shell, timeout: timeoutMs, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}
