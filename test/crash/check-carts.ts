import type { Ledger } from './ledger.ts'
import { request } from './writers/http-writer.ts'
import { pause } from './writers/writer.ts'

/** Times a cart is asked for, and the milliseconds in between: a database that was killed comes back within a few seconds. */
const TRIES = 40
const TRY_AGAIN_MS = 250

interface CartBody {
  epoch: string
  revision: number
  items: ReadonlyArray<{ id: string; quantity: number }>
}

/** Reads a cart back and holds it against what was acknowledged: nothing of that may be missing, and nothing may be there that nobody asked for. */
export async function checkBounds(url: string, cartId: string, ledger: Ledger): Promise<string[]> {
  const judge = ledger.beforeRead()
  const { epoch, revision, lines } = await readCart(url, cartId)
  const bounds = judge()
  const found: string[] = []
  if (revision < bounds.revision) found.push(`${cartId}: revision ${revision} after ${bounds.revision} was acknowledged`)
  if (bounds.epoch !== null && epoch !== bounds.epoch) found.push(`${cartId}: epoch ${epoch} after ${bounds.epoch} was acknowledged`)
  for (const id of new Set([...lines.keys(), ...bounds.lines.keys()])) {
    const { least, most } = bounds.lines.get(id) ?? { least: 0, most: 0 }
    const has = lines.get(id) ?? 0
    if (has < least || has > most) found.push(`${cartId}: ${id} is ${has}, expected ${least} to ${most}`)
  }
  return found
}

/** As `checkBounds`, once nothing is in doubt: every line has to be exactly the sum of all edits. */
export async function checkExact(url: string, cartId: string, ledger: Ledger): Promise<string[]> {
  const expected = ledger.exact()
  const { lines } = await readCart(url, cartId)
  return [...new Set([...lines.keys(), ...expected.keys()])].flatMap((id) => {
    const [has, wanted] = [lines.get(id) ?? 0, expected.get(id) ?? 0]
    return has === wanted ? [] : [`${cartId}: ${id} ended at ${has}, the edits add up to ${wanted}`]
  })
}

async function readCart(url: string, cartId: string): Promise<Omit<CartBody, 'items'> & { lines: ReadonlyMap<string, number> }> {
  for (let tries = 1; ; tries += 1) {
    const reply = await request(`${url}/carts/${cartId}`, {})
    if (reply?.status === 200) {
      const { items, ...cart } = JSON.parse(reply.text) as CartBody
      return { ...cart, lines: new Map(items.map((item) => [item.id, item.quantity])) }
    }
    if (tries === TRIES) throw new Error(`expected cart ${cartId}, got ${reply === null ? 'no answer' : reply.text}`)
    await pause(TRY_AGAIN_MS)
  }
}
