import { fileURLToPath } from 'node:url'
import { atLeast, atMost, type Measure, type Target } from '../harness/measure.ts'
import type { Part } from '../sync/sync-bench.ts'
import { builtSize, type BuiltSize } from './built-size.ts'
import { syncMarks } from './sync-marks.ts'

/** Bytes gzipped, level 9. @see design, section 7 */
const BRIDGE_MAX = 6_000
const SYNC_MAX = 4_000
const CART_PREACT_MAX = 20_000
const CART_REACT_MAX = 80_000
/** The official `App` over our bridge and store, both built in this run. */
const APP_RATIO_MIN = 10

const VIEWS = 'bench/bytes/views'
const CART = 'apps/cart/views/cart.tsx'
const SYNC_SOURCE = fileURLToPath(new URL('../../packages/sync/src', import.meta.url))

/** The parts of `npm run bench bytes`. Counts only: a quick run is the same run. */
export function bytesParts(): Part[] {
  return [
    { name: 'runtime', run: measureRuntime },
    { name: 'whole views', run: measureViews },
  ]
}

/** The runtime alone, next to the official one out of the same builder. */
async function measureRuntime(): Promise<Measure[]> {
  const [bridge, both, official] = await Promise.all(
    ['bridge.ts', 'bridge-and-sync.ts', 'official-app.ts'].map((file) => builtSize(`${VIEWS}/${file}`)),
  )
  if (bridge === undefined || both === undefined || official === undefined) throw new Error('a view was not built')
  const hello = await builtSize(`${VIEWS}/our-hello.tsx`)
  const marks = syncMarks(SYNC_SOURCE, both.script, bridge.script)
  const leaked = marks.filter((mark) => hello.script.includes(mark))
  const times = official.scriptGzipBytes / bridge.scriptGzipBytes
  return [
    bytes('runtime.bridge', 'bridge and store, gzipped', bridge.scriptGzipBytes, atMost(BRIDGE_MAX, 'count'), bridge),
    bytes('runtime.sync', 'sync client beside them, gzipped', both.scriptGzipBytes - bridge.scriptGzipBytes, atMost(SYNC_MAX, 'count'), both),
    {
      ...bytes('runtime.sync-unused', 'sync code in a view that uses no document: strings of it', leaked.length, atMost(0, 'count'), hello),
      unit: '',
      note: `looked for ${marks.length}${leaked.length > 0 ? `; found ${leaked.slice(0, 3).join(', ')}` : ''}`,
    },
    {
      ...bytes('runtime.official-app', 'App of ext-apps 2.0.4, gzipped', official.scriptGzipBytes, null, official),
      note: 'design: 80 kB by another builder',
    },
    {
      ...bytes('runtime.official-ratio', 'App of ext-apps over bridge and store', times, atLeast(APP_RATIO_MIN, 'count'), official),
      unit: 'x',
    },
  ]
}

/** Whole documents, as a host reads them. */
async function measureViews(): Promise<Measure[]> {
  const cart = await builtSize(CART, 'preact')
  const cartReact = await builtSize(CART, 'react')
  const hello = await builtSize(`${VIEWS}/our-hello.tsx`, 'preact')
  const helloReact = await builtSize(`${VIEWS}/our-hello.tsx`, 'react')
  const official = await builtSize(`${VIEWS}/official-hello.tsx`, 'react')
  return [
    {
      ...html('views.cart-preact', 'cart, whole HTML on Preact, gzipped', cart, atMost(CART_PREACT_MAX, 'count')),
      note: 'OpenAI’s cart example: 81 kB (design)',
    },
    html('views.cart-react', 'cart, whole HTML on React, gzipped', cartReact, atMost(CART_REACT_MAX, 'count')),
    html('views.hello-preact', 'hello, whole HTML on Preact, gzipped', hello, null),
    html('views.hello-react', 'hello, whole HTML on React, gzipped', helloReact, null),
    {
      ...html('views.official-hello-react', 'the same hello with ext-apps and React, gzipped', official, null),
      note: 'its own React example: 117 kB (design)',
    },
  ]
}

function html(id: string, what: string, size: BuiltSize, target: Target | null): Measure {
  return bytes(id, what, size.htmlGzipBytes, target, size)
}

function bytes(id: string, what: string, value: number, target: Target | null, size: BuiltSize): Measure {
  const { htmlBytes, htmlGzipBytes, scriptGzipBytes } = size
  return { id, what, value, unit: 'B', interval: null, target, note: '', details: { htmlBytes, htmlGzipBytes, scriptGzipBytes } }
}
