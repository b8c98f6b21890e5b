import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOrderKey, orderedIds, placeAfter } from './list-order.ts'
import { merge } from './merge.ts'
import { list } from './policies.ts'

test('entries stand where they were put, whatever was put and moved before', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 9 }), after: fc.integer({ min: -1, max: 9 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let field: Record<string, string> = {}
      let expected: string[] = []
      for (const { id, after } of steps) {
        const name = `p${id}`
        const { [name]: _old, ...others } = field
        const rest = expected.filter((one) => one !== name)
        const target = after < 0 || !rest.includes(`p${after}`) ? null : `p${after}`
        field = { ...others, [name]: placeAfter(others, target) }
        const at = target === null ? 0 : rest.indexOf(target) + 1
        expected = [...rest.slice(0, at), name, ...rest.slice(at)]
        expect(orderedIds(field)).toEqual(expected)
      }
    }),
  )
})

test('two people who put a picture in one place get both, in one order', () => {
  const spec = { name: 'gallery', fields: { photos: list() } }
  const base = { photos: { a: placeAfter({}, null) } }
  const insert = (id: string) => ({ photos: { ...base.photos, [id]: placeAfter(base.photos, 'a') } })
  const one = merge(spec, base, insert('m'), insert('z')).value['photos'] ?? {}
  const other = merge(spec, base, insert('z'), insert('m')).value['photos'] ?? {}
  expect(orderedIds(one)).toEqual(['a', 'm', 'z'])
  expect(orderedIds(other)).toEqual(['a', 'm', 'z'])
  // between the two there is no place; behind them there is
  expect(orderedIds({ ...one, n: placeAfter(one, 'm') })).toEqual(['a', 'm', 'z', 'n'])
})

test('SEC12 only what can stand between two others is an order key', () => {
  const first = placeAfter({}, null)
  const second = placeAfter({ a: first }, 'a')
  for (const key of [first, second, placeAfter({ a: first, b: second }, 'a'), placeAfter({ a: first }, null)]) expect(isOrderKey(key)).toBe(true)
  for (const text of ['', 'a', '0', 'zz', 'a00', 'a0\u0000', 'a0 ', 'é0', `a0${'V'.repeat(1_000)}`]) expect(isOrderKey(text)).toBe(false)
})
