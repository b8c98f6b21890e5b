import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createImageCleaner, type ImageCleaner } from '../../apps/portfolio/api/media/image-cleaner.ts'
import { startCleanWorker, type CleanWorker } from '../../apps/portfolio/api/media/start-clean-worker.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { photo } from './media-photos.ts'

const IDLE_MS = 30_000
const LIMIT_MS = 30_000
/** Milliseconds: two processes start in turn, on a machine that has others to start. */
const STARTS_MS = 30_000
const MEDIA = path.join(import.meta.dirname, '..', '..', 'apps', 'portfolio', 'api', 'media')
// signals that a process cannot answer, and files that do not end
const POSIX = process.platform !== 'win32'

let folder: string
let started: CleanWorker[]
let clock: FakeClock
let cleaner: ImageCleaner
/** Comes when a process has been asked for a photo. */
let onAsk: (worker: CleanWorker) => void
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'photos-'))
  started = []
  clock = createFakeClock()
  onAsk = () => {}
  cleaner = createImageCleaner({
    timers: clock,
    start() {
      const worker = startCleanWorker()
      started.push(worker)
      return {
        ...worker,
        async ask(file) {
          const answer = worker.ask(file)
          onAsk(worker)
          return answer
        },
      }
    },
  })
})
afterEach(async () => {
  await cleaner.close()
  rmSync(folder, { recursive: true, force: true })
})

const spawnScript = (script: string) => spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
let files = 0
function fileOf(bytes: Uint8Array): string {
  const file = path.join(folder, String((files += 1)))
  writeFileSync(file, bytes)
  return file
}
const red = async () => fileOf(await photo('#a00000'))
const outcome = (file: string) =>
  cleaner.clean(file).then(
    ({ widthPx, heightPx }) => `${widthPx}x${heightPx}`,
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )
const signal = (worker: CleanWorker | undefined, name: NodeJS.Signals) => process.kill(worker?.pid ?? Number.NaN, name)
const isAlive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? Number.NaN, 0)
  } catch {
    return false
  }
}

test('SEC16 photos are cleaned in one process of their own, one after the other, and refused there in the same words', async () => {
  const [first, second, bad] = [await red(), await red(), fileOf(Buffer.from('<svg>'))]
  expect(await Promise.all([outcome(first), outcome(bad), outcome(second)])).toEqual([
    '60x40',
    expect.stringContaining('UNSUPPORTED_TYPE: This is no photo'),
    '60x40',
  ])
  expect(started).toHaveLength(1)
  expect(started[0]?.pid).not.toBe(process.pid)
  const { full } = await cleaner.clean(first)
  expect((await sharp(full).metadata()).format).toBe('webp')
})

test('a process that had nothing to do for long is ended, and the next photo gets another', async () => {
  const file = await red()
  await outcome(file)
  await clock.advance(IDLE_MS - 1)
  expect(started[0]?.isRunning()).toBe(true)
  await clock.advance(1)
  await expect.poll(() => isAlive(started[0]?.pid)).toBe(false)
  expect(await outcome(file)).toBe('60x40')
  expect(started).toHaveLength(2)
})

test.runIf(POSIX).each(['SIGKILL', 'SIGSEGV'] as const)(
  'SEC16 a decoder that ends by %s costs one photo; it may be sent again, and those behind it are taken',
  async (name) => {
    const [struck, ...behind] = [await red(), await red(), await red()]
    onAsk = (worker) => {
      onAsk = () => {}
      signal(worker, name)
    }
    const done = await Promise.all([outcome(struck), ...behind.map(outcome)])
    expect(done).toEqual([expect.stringContaining('SERVICE_UNAVAILABLE: Reading this photo broke off. Send it again'), '60x40', '60x40'])
    expect(started).toHaveLength(2)
    expect(await outcome(struck)).toBe('60x40')
  },
)

test.runIf(POSIX)('SEC16 a decode that does not end is ended, and those behind it are taken', async () => {
  const [stuck, behind] = [await red(), await red()]
  const asked = new Promise<void>((resolve) => {
    onAsk = (worker) => {
      onAsk = () => {}
      signal(worker, 'SIGSTOP')
      resolve()
    }
  })
  const done = Promise.all([outcome(stuck), outcome(behind)])
  await asked
  await clock.advance(LIMIT_MS)
  expect(await done).toEqual([expect.stringContaining('SERVICE_UNAVAILABLE'), '60x40'])
  expect(isAlive(started[0]?.pid)).toBe(false)
})

test('a process that was ended while it had nothing to do costs nobody a photo', async () => {
  const file = await red()
  await outcome(file)
  await started[0]?.end()
  expect(await outcome(file)).toBe('60x40')
})

test('SEC16 an answer that makes no sense is none, and its process is not asked again', async () => {
  const liar = path.join(folder, 'liar.mjs')
  writeFileSync(liar, "process.on('message', () => process.send({ ok: true, full: 'text', thumbnail: null, widthPx: 1e9, heightPx: -1 }))")
  const liars: CleanWorker[] = []
  const believing = createImageCleaner({
    timers: clock,
    start() {
      liars.push(startCleanWorker(liar))
      return liars.at(-1) ?? startCleanWorker()
    },
  })
  await expect(believing.clean('any')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect(liars.map((one) => one.isRunning())).toEqual([false])
  await believing.close()
})

test('a module that does not start costs the photo, not the process that asked', async () => {
  const lost = createImageCleaner({ timers: clock, start: () => startCleanWorker(path.join(folder, 'silent.mjs')) })
  writeFileSync(path.join(folder, 'silent.mjs'), 'process.exit(3)')
  await expect(lost.clean('any')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  await lost.close()
})

test('SEC19 the process gets no key of ours, and none of our flags', async () => {
  const teller = path.join(folder, 'teller.mjs')
  const told = path.join(folder, 'told.json')
  writeFileSync(
    teller,
    `import { writeFileSync } from 'node:fs'
    process.on('message', (file) => { writeFileSync(file, JSON.stringify([Object.keys(process.env), process.execArgv])); process.send({ ok: false, code: 'TOO_LARGE', message: '' }) })`,
  )
  process.env['PORTFOLIO_SECRET'] = 'CANARY'
  const worker = startCleanWorker(teller)
  delete process.env['PORTFOLIO_SECRET']
  expect(await worker.ask(told)).toMatchObject({ ok: false })
  await worker.end()
  const { default: said } = (await import(pathToFileURL(told).href, { with: { type: 'json' } })) as { default: [string[], string[]] }
  expect(said[0]).toContain('MALLOC_ARENA_MAX')
  expect(said[0]).not.toContain('PORTFOLIO_SECRET')
  expect(said[1]).toEqual(['--expose-gc'])
})

test('closed, it takes no photo any more, and nothing of it is left', async () => {
  const [now, waiting] = [await red(), await red()]
  const asked = new Promise<void>((resolve) => {
    onAsk = () => resolve()
  })
  const done = Promise.all([outcome(now), outcome(waiting)])
  await asked
  await cleaner.close()
  expect((await done).at(1)).toContain('SERVICE_UNAVAILABLE')
  expect(await outcome(now)).toContain('SERVICE_UNAVAILABLE')
  expect(started.map(({ pid }) => isAlive(pid))).toEqual([false])
})

test.runIf(POSIX).each(['idle', 'with a photo that does not end'])(
  'its process goes when the one that started it is killed, %s',
  async (when) => {
    const start = pathToFileURL(path.join(MEDIA, 'start-clean-worker.ts')).href
    const endless = path.join(folder, 'endless')
    // who opens it to read waits for somebody to write, in a thread that nothing can call back
    execFileSync('sh', ['-c', 'mkfifo "$0"', endless])
    const script = `
    import { startCleanWorker } from ${JSON.stringify(start)}
    const worker = startCleanWorker()
    setInterval(() => {}, 1_000)
    await worker.ask(${JSON.stringify(await red())})
    if (${when !== 'idle'}) void worker.ask(${JSON.stringify(endless)})
    console.log(worker.pid)`
    const parent = spawnScript(script)
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    const pid = Number(line)
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  },
  STARTS_MS,
)

test(
  'who has nothing else to do is not kept from ending by an idle process, and is while a photo is under way',
  async () => {
    const media = pathToFileURL(path.join(MEDIA, 'image-cleaner.ts')).href
    const script = `
    import { createImageCleaner } from ${JSON.stringify(media)}
    const { widthPx } = await createImageCleaner().clean(${JSON.stringify(await red())})
    console.log(widthPx)`
    const parent = spawnScript(script)
    const said: string[] = []
    parent.stdout.on('data', (chunk: Buffer) => said.push(String(chunk)))
    const [code] = (await once(parent, 'close')) as [number]
    expect([code, said.join('').trim()]).toEqual([0, '60'])
  },
  STARTS_MS,
)
