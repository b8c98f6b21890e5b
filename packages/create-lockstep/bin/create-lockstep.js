#!/usr/bin/env node
// Plain JavaScript: the Node that npx picks may be too old for anything else.
import { existsSync } from 'node:fs'

const source = new URL('../src/main.ts', import.meta.url)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`create-lockstep: expected Node 22.18 or newer, this is ${process.versions.node}. Install a newer one from nodejs.org.`)
  process.exitCode = 2
} else {
  // in the workspace there is no build
  const { main } = await import((existsSync(source) ? source : new URL('../dist/main.js', import.meta.url)).href)
  process.exitCode = main({ args: process.argv.slice(2), cwd: process.cwd(), print: console.log, printError: console.error })
}
