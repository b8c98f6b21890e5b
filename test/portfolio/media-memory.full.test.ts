import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { WHOLE } from './media-photos.ts'
import { asAnn } from './portfolio-options.ts'
import { SERVICE_KEY } from './api-setup.ts'

const MAIN = path.join(import.meta.dirname, '..', '..', 'apps', 'portfolio', 'api', 'main.ts')
/** Bytes of resident memory that no process of the portfolio reaches, whatever photo comes. */
const LIMIT_BYTES = 300_000_000
const UPLOAD_MAX_BYTES = 10_000_000
/** Uploads that a contractor sends at the same moment. */
const AT_ONCE = 30

// the peak of a process that runs elsewhere is told by /proc alone
const isTold = process.platform === 'linux'
if (!isTold) process.stderr.write('media-memory: not run, peaks of memory are read from /proc, which only Linux has\n')

let dataDir: string
let api: ChildProcess
let apiPort: number
beforeAll(async () => {
  if (!isTold) return
  dataDir = mkdtempSync(path.join(tmpdir(), 'portfolio-'))
  apiPort = await freePort()
  const [webUrl, filesPort] = [`http://localhost:${apiPort}`, await freePort()]
  api = spawn(process.execPath, ['--conditions=@lockstep/source', MAIN], {
    env: {
      ...process.env,
      PORTFOLIO_DATA_DIR: dataDir,
      PORTFOLIO_API_KEY: `${SERVICE_KEY}-of-32-characters-at-least`,
      PORTFOLIO_API_PORT: String(apiPort),
      PORTFOLIO_FILES_PORT: String(filesPort),
      PORTFOLIO_WEB_URL: webUrl,
      PORTFOLIO_FILES_URL: `http://localhost:${filesPort}`,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(api, 'message')
})
afterAll(async () => {
  if (!isTold) return
  const ended = once(api, 'exit')
  api.kill('SIGTERM')
  await ended
  rmSync(dataDir, { recursive: true, force: true })
})

let keys = 0
async function ask(route: string, body: object): Promise<Record<string, unknown>> {
  const headers = { ...asAnn(`k${(keys += 1)}`), authorization: `Bearer ${SERVICE_KEY}-of-32-characters-at-least` }
  const answer = await fetch(`http://localhost:${apiPort}${route}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await answer.json()) as Record<string, unknown>
}
async function grants(count: number): Promise<string[]> {
  const id = String((await ask('/api/projects', WHOLE))['project_id'])
  const urls: string[] = []
  while (urls.length < count) {
    const files = Array.from({ length: Math.min(10, count - urls.length) }, () => ({ file_name: 'a.jpg', content_type: 'image/jpeg' }))
    const { uploads } = await ask(`/api/projects/${id}/uploads`, { files })
    urls.push(...(uploads as Array<{ upload_url: string }>).map((each) => each.upload_url))
  }
  return urls
}
const put = (url: string | undefined, bytes: Uint8Array<ArrayBuffer>) => fetch(url ?? '', { method: 'PUT', body: bytes })

/** Most bytes that each process ever had: the API's, and that of its only child. */
function peaks(): { api: number; cleaner: number } {
  const pid = api.pid ?? 0
  const peakOf = (one: number): number => 1_024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1])
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  expect(children).toHaveLength(1)
  return { api: peakOf(pid), cleaner: peakOf(Number(children[0])) }
}
function expectWithin(what: string): void {
  const { api: ours, cleaner } = peaks()
  process.stderr.write(`${what}: API ${mb(ours)} MB, cleaner ${mb(cleaner)} MB, together ${mb(ours + cleaner)} MB\n`)
  expect(ours).toBeLessThan(LIMIT_BYTES)
  expect(cleaner).toBeLessThan(LIMIT_BYTES)
}
const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(0)

/** Colours that change slowly, with so much noise: the same each time. */
function drawn(width: number, height: number, channels: 3 | 4, noise = 1): Sharp {
  const pixels = Buffer.alloc(width * height * channels)
  let state = 1
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    const pixel = Math.floor(at / channels)
    pixels[at] = ((pixel % width) >> 5) + (Math.floor(pixel / width) >> 5) * ((at % channels) + 1) + ((state >>> 16) % noise)
  }
  return sharp(pixels, { raw: { width, height, channels } })
}
// on their side, so that they have to be turned
const lying = (photo: Sharp): Promise<Buffer> => photo.withMetadata({ orientation: 6 }).toBuffer()

describe.runIf(isTold)('SEC16 no photo brings a process of the portfolio to 300 MB', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['24 million pixels with transparency, interlaced', () => lying(drawn(6_000, 4_000, 4).png({ progressive: true, compressionLevel: 6 }))],
    ['24 million pixels with transparency, interlaced, in the longest lines', () => lying(drawn(10_000, 2_400, 4).png({ progressive: true }))],
    ['24 million pixels with 16 bits a channel, in lines as long as may be', () => lying(drawn(5_000, 4_800, 4).toColourspace('rgb16').png())],
    [
      'as much as an interlaced photo may take with 16 bits a channel',
      () => lying(drawn(5_000, 2_400, 4).toColourspace('rgb16').png({ progressive: true })),
    ],
    ['24 million pixels, progressive', () => lying(drawn(6_000, 4_000, 3, 24).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }))],
    [
      'as much as a progressive photo in four colours may take',
      () => {
        const inFour = drawn(4_330, 4_330, 3, 9).withIccProfile('cmyk').toColourspace('cmyk')
        return lying(inFour.jpeg({ quality: 70, progressive: true, chromaSubsampling: '4:4:4' }))
      },
    ],
    ['24 million pixels as WebP with transparency', () => lying(drawn(4_899, 4_898, 4, 5).webp({ quality: 30, effort: 0 }))],
  ])('%s', async (what, draw) => {
    const bytes = new Uint8Array(await draw())
    expect(bytes.length).toBeLessThanOrEqual(UPLOAD_MAX_BYTES)
    const [url] = await grants(1)
    const answer = await put(url, bytes)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('image_id')])
    expectWithin(what)
  })

  test('12 million pixels a line are refused', async () => {
    const bytes = await sharp({ create: { width: 12_000_000, height: 2, channels: 4, background: '#123' } })
      .png()
      .toBuffer()
    const [url] = await grants(1)
    expect((await put(url, new Uint8Array(bytes))).status).toBe(413)
    expectWithin('lines of 12 million pixels')
  })

  test('thirty of the most bytes at once', async () => {
    const small = await drawn(900, 600, 3).jpeg().toBuffer()
    const urls = await grants(AT_ONCE)
    // each is another photo: what hangs behind it is different
    const statuses = await Promise.all(
      urls.map(async (url, index) => {
        const bytes = new Uint8Array(UPLOAD_MAX_BYTES).fill(index)
        bytes.set(small)
        return (await put(url, bytes)).status
      }),
    )
    expect(statuses).toEqual(urls.map(() => 200))
    expectWithin('thirty at once')
    expect(readdirSync(path.join(dataDir, 'incoming'))).toEqual([])
  })
})
