import { expect } from 'vitest'
import type { Answer } from './doors.ts'
import { quantityAfter, SAVED_LINE, type Saver } from './saver.ts'
import { request } from './writers/http-writer.ts'

/** Every refusal says that it may be sent again, in the words of its door. */
export function expectUnavailable(refused: readonly Answer[]): void {
  const wrong = refused.filter(
    (answer) => answer.kind !== 'refused' || answer.code !== 'unavailable' || (answer.httpStatus !== null && answer.httpStatus !== 503),
  )
  expect(wrong).toEqual([])
  const doors = new Set(refused.map((answer) => (answer.kind === 'refused' && answer.httpStatus !== null ? 'http' : 'tool')))
  expect(doors).toEqual(new Set(['http', 'tool']))
}

/** One revision per edit, nothing twice, and the cart as the last edit made it. */
export async function expectAllThere(url: string, cartId: string, saver: Saver): Promise<void> {
  const reply = await request(`${url}/carts/${cartId}`, {})
  expect(JSON.parse(reply?.text ?? 'null')).toMatchObject({
    revision: saver.edits(),
    items: [{ id: SAVED_LINE, quantity: quantityAfter(saver.edits()) }],
  })
}
