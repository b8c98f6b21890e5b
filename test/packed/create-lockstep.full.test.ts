import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walkTheRoad } from '../../bench/newcomer/newcomer-bench.ts'
import { runCommand } from '../../scripts/setup/run-command.mjs'

/** The oldest Node that our packages say they run on, as npm has it for this system. */
const OLDEST = '22.18.0'

let oldest: string
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lockstep-old-node-'))
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const { code, output } = await runCommand('npm', ['install', '--prefix', folder, '--no-save', '--loglevel=error', `${name}@${OLDEST}`], {
    cwd: folder,
  })
  if (code !== 0) throw new Error(`expected npm to have ${name} ${OLDEST}, got:\n${output}`)
  oldest = path.join(folder, 'node_modules', name, 'bin')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the Node of the second run is the oldest that is promised', async () => {
  expect((await runCommand(path.join(oldest, 'node'), ['--version'])).output).toBe(`v${OLDEST}`)
})

test.each<[string, () => string]>([
  ['the pinned Node', () => path.dirname(process.execPath)],
  [`Node ${OLDEST}`, () => oldest],
])('on %s: create-lockstep, install from tarballs, its tests, types and build, the local ChatGPT, a click in the widget', async (name, nodeBin) => {
  const road = await walkTheRoad({ nodeBin: nodeBin(), isWhole: true })
  const seconds = road.createSeconds + road.installSeconds + road.devSeconds + road.clickSeconds
  // oxlint-disable-next-line no-console -- the figures are what this run is for
  console.log(`${name}: ${seconds.toFixed(1)} s of machine time, ${road.packages} packages, ${(road.bytes / 1e6).toFixed(0)} MB`, road)
  expect(seconds).toBeLessThanOrEqual(60)
})
