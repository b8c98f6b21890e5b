import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launchChromium } from '../../test/support/chromium.ts'
import { freePort } from '../../test/support/free-port.ts'
import { atMost, type Measure } from '../harness/measure.ts'
import type { Part } from '../sync/sync-bench.ts'
import { firstClick, openChat, removeWhatIsDone } from './first-click.ts'
import { installedSize } from './installed-size.ts'
import { createNewProject } from './new-project.ts'
import { packPackages } from './pack-packages.ts'

/** Seconds of machine time from `npm create` to a click in the widget; the design's limit. */
const ROAD_MAX_SECONDS = 60
/** Seconds until `npm run dev` of a new app is ready, and what mcp-use needs of packages. @see design, section 7 */
const DEV_MAX_SECONDS = 1.5
const PACKAGES_MAX = 61

/** What the road of a newcomer took. */
export interface Road {
  createSeconds: number
  installSeconds: number
  /** From `npm run dev` to its line "Lockstep is ready". */
  devSeconds: number
  /** From the opened page to the ticked task that the next answer knows. */
  clickSeconds: number
  packages: number
  bytes: number
  heaviest: ReadonlyArray<readonly [string, number]>
}

export interface RoadOptions {
  /** Folder with the `node` everything runs on. Default: that of this process. */
  nodeBin?: string
  /** Also runs the new app's own tests, type check, build and production server, and lets the widget remove something; not timed. */
  isWhole?: boolean
}

/** Walks the road once, in an empty folder outside the repository. @throws where it ends early */
export async function walkTheRoad({ nodeBin = path.dirname(process.execPath), isWhole = false }: RoadOptions = {}): Promise<Road> {
  const parent = mkdtempSync(path.join(tmpdir(), 'lockstep-newcomer-'))
  const browser = await launchChromium()
  try {
    const tarballs = await packPackages(path.join(parent, 'tarballs'))
    const [createSeconds, project] = await timed(() => createNewProject({ parent, name: 'my-app', tarballs, nodeBin }))
    const [installSeconds] = await timed(() => project.npm('install'))
    if (isWhole) {
      for (const command of [['test'], ['run', 'check'], ['run', 'build']]) await project.npm(...command)
      await project.start(await freePort())
    }
    const env = {
      LOCKSTEP_HOST_PORT: String(await freePort()),
      LOCKSTEP_SANDBOX_PORT: String(await freePort()),
      MY_APP_PORT: String(await freePort()),
    }
    const [devSeconds, dev] = await timed(() => project.dev(env))
    try {
      const page = await openChat(browser, dev.url)
      const [clickSeconds] = await timed(() => firstClick(page))
      if (isWhole) await removeWhatIsDone(page)
      await page.close()
      return { createSeconds, installSeconds, devSeconds, clickSeconds, ...installedSize(project.folder) }
    } catch (error) {
      throw new Error(`the click did not come through; "npm run dev" said:\n${dev.output()}`, { cause: error })
    } finally {
      await dev.stop()
    }
  } finally {
    await browser.close()
    rmSync(parent, { recursive: true, force: true })
  }
}

/** The parts of `npm run bench newcomer`. */
export function newcomerParts(): Part[] {
  return [{ name: 'the road of a newcomer', run: async () => measuresOf(await walkTheRoad()) }]
}

function measuresOf(road: Road): Measure[] {
  const { createSeconds, installSeconds, devSeconds, clickSeconds, packages, bytes, heaviest } = road
  const seconds = createSeconds + installSeconds + devSeconds + clickSeconds
  const note = `create ${short(createSeconds)} s, install ${short(installSeconds)} s, dev ${short(devSeconds)} s, click ${short(clickSeconds)} s`
  const base = { interval: null, note: '', details: {} }
  return [
    {
      ...base,
      id: 'newcomer.road',
      what: 'create-lockstep to a click that counts',
      value: seconds,
      unit: 's',
      target: atMost(ROAD_MAX_SECONDS, 'time'),
      note,
      details: { ...road },
    },
    {
      ...base,
      id: 'newcomer.dev',
      what: 'npm run dev until ready',
      value: devSeconds,
      unit: 's',
      target: atMost(DEV_MAX_SECONDS, 'time'),
      note: 'mcp-use 2.5 s (design)',
    },
    {
      ...base,
      id: 'newcomer.packages',
      what: 'packages installed',
      value: packages,
      unit: '',
      target: atMost(PACKAGES_MAX, 'count'),
      note: 'mcp-use 61 (design)',
    },
    {
      ...base,
      id: 'newcomer.megabytes',
      what: 'installed',
      value: bytes / 1e6,
      unit: 'MB',
      target: null,
      note: `mcp-use 120 MB (design); ${heaviest
        .slice(0, 3)
        .map(([name, size]) => `${name} ${short(size / 1e6)}`)
        .join(', ')}`,
    },
  ]
}

async function timed<T>(run: () => Promise<T>): Promise<[seconds: number, value: T]> {
  const start = performance.now()
  const value = await run()
  return [(performance.now() - start) / 1_000, value]
}

function short(value: number): string {
  return value.toFixed(1)
}
