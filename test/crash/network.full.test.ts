import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCartProcess, type CartProcess } from '../support/cart-process.ts'
import { freePort } from '../support/free-port.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { scratchFolder } from '../support/start-cart.ts'
import { startTcpProxy, type TcpProxy, type Weather } from '../support/tcp-proxy.ts'
import { editInBadWeather, type WeatherReport } from './bad-weather.ts'

const SEED = Number(process.env['SEED'] ?? 20261121)

let folder: string
let server: CartProcess
const proxies: TcpProxy[] = []
/** Room for every proxy's origin has to be made before the server starts, and a proxy needs the server's port. */
beforeAll(async () => {
  folder = scratchFolder()
  const port = await freePort()
  for (const index of WEATHERS.keys()) proxies.push(await startTcpProxy(port, seededRandom(SEED + index)))
  const env = { CART_ALLOWED_ORIGINS: proxies.map((proxy) => proxy.url).join(',') }
  server = await startCartProcess({ port, dataDir: folder, env })
})
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()))
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

const both = (weather: Weather) => ({ toServer: weather, toClient: weather })
const WEATHERS: ReadonlyArray<{ name: string; weather: { toServer?: Weather; toClient?: Weather } }> = [
  { name: '2 s late, 1 s more or less', weather: both({ latencyMs: 1_000, jitterMs: 500 }) },
  { name: '3 kB a second', weather: both({ bytesPerSecond: 3_000 }) },
  { name: 'slices of 7 bytes', weather: both({ sliceBytes: 7, sliceEveryMs: 1 }) },
  { name: 'a reset after 700 bytes to the server', weather: { toServer: { resetAfterBytes: 700 } } },
  { name: 'a reset after 1,500 bytes to the client', weather: { toClient: { resetAfterBytes: 1_500 } } },
  { name: 'an end after 2,000 bytes to the client', weather: { toClient: { cutAfterBytes: 2_000 } } },
]

describe(`R13 a bad network between the views and the server, seed ${SEED}`, () => {
  let reports: WeatherReport[]
  beforeAll(async () => {
    const runs = WEATHERS.map(({ weather }, index) => {
      const proxy = proxies[index]
      if (proxy === undefined) throw new Error('expected a proxy for each weather')
      return editInBadWeather({ proxy, weather, cartId: `weather-${index}`, random: seededRandom(SEED + 100 + index) })
    })
    reports = await Promise.all(runs)
  })

  test.each(WEATHERS.map(({ name }, index) => ({ name, index })))(
    'R13 $name: nothing is lost, nothing counts twice, no edit waits for the network',
    ({ index }) => {
      const report = reports[index]
      expect(report?.found).toEqual([])
      expect(report?.edits).toBeGreaterThan(10)
      expect(report?.longestEditMs).toBeLessThan(50)
    },
  )

  test('R13 the connections that break did break requests: they were sent again', () => {
    const broken = reports.slice(3).map((report) => report.retries)
    expect(Math.min(...broken)).toBeGreaterThan(0)
  })
})
