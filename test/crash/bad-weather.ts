import { backendChannel, toolChannel } from '../../apps/cart/views/cart-channel.ts'
import type { TcpProxy, Weather } from '../support/tcp-proxy.ts'
import { checkBounds, checkExact } from './check-carts.ts'
import { callTool, connect, createCart, withOrigin } from './crew.ts'
import { createLedger } from './ledger.ts'
import { createSdkWriter } from './writers/sdk-writer.ts'
import { pause } from './writers/writer.ts'

/** Milliseconds of editing, and of bad weather; the last requests are on their way when it clears. */
const STORM_MS = 12_000
/** Milliseconds between two edits of one view, at most: people do not click without a pause. */
const REST_MS = 900

export interface WeatherReport {
  found: readonly string[]
  edits: number
  retries: number
  longestEditMs: number
}

/** Two views of one cart, the real client through either door, behind a bad network; then it clears, and all has to be there. */
export async function editInBadWeather(options: {
  proxy: TcpProxy
  weather: { toServer?: Weather; toClient?: Weather }
  cartId: string
  random: () => number
}): Promise<WeatherReport> {
  const { proxy, weather, cartId, random } = options
  const { url } = proxy
  const ledger = createLedger()
  await createCart(url, cartId, ledger)
  const client = await connect(url)
  const backend = backendChannel({ backendUrl: url, fetch: (input, init) => fetch(input, withOrigin(url, init)) })
  const shared = { cartId, ledger, random, restMs: REST_MS, patience: 1 }
  const views = [
    createSdkWriter({ ...shared, name: `${cartId}-d`, channel: backend }),
    createSdkWriter({ ...shared, name: `${cartId}-t`, channel: toolChannel(callTool(client, cartId), () => {}) }),
  ]
  proxy.toServer = weather.toServer ?? {}
  proxy.toClient = weather.toClient ?? {}
  const working = Promise.all(views.map((view) => view.run()))
  await Promise.race([pause(STORM_MS), working])
  proxy.toServer = {}
  proxy.toClient = {}
  for (const view of views) view.stop()
  await working
  await client.close()
  const found = [...(await checkBounds(url, cartId, ledger)), ...(await checkExact(url, cartId, ledger))]
  const figures = views.map((view) => view.figures())
  return {
    found,
    edits: ledger.edits().acknowledged,
    retries: figures.reduce((total, { retries }) => total + retries, 0),
    longestEditMs: Math.max(...views.map((view) => view.longestEditMs())),
  }
}
