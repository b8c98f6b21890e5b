import { createRef } from 'preact'
import * as preactRuntime from 'preact/jsx-runtime'
import { expect, test } from 'vitest'
import { Fragment, jsx, jsxs } from './preact-jsx.ts'

const Row = () => null
const reference = preactRuntime.jsx as typeof jsx

test.each([
  ['an element with children', 'p', { className: 'a', children: ['b', 1, null] }, undefined],
  ['an element with a key and a ref', 'li', { ref: createRef(), children: 'b' }, 7],
  ['a component with a ref, which is a prop', Row, { ref: createRef(), a: 1 }, 'k'],
  ['no props', 'hr', {}, undefined],
] satisfies Array<[string, string | (() => null), object, number | string | undefined]>)(
  '%s is what the runtime of Preact makes of it',
  (_case, type, props, key) => {
    const shape = ({ type, props, key, ref }: { type: unknown; props: unknown; key: unknown; ref?: unknown }) => ({ type, props, key, ref })
    expect(shape(jsx(type, props, key))).toEqual(shape(reference(type, props, key)))
  },
)

test('a key among spread props is a key, as in React, also where another is given', () => {
  const spread = { key: 'a', id: 'x' }
  expect(jsx('li', spread)).toMatchObject({ key: 'a', props: { id: 'x' } })
  expect(jsx('li', spread, 'b')).toMatchObject({ key: 'a', props: { id: 'x' } })
  expect(jsx('li', spread).props).not.toHaveProperty('key')
})

test('it has what the automatic transform imports', () => {
  expect([Fragment, jsxs]).toEqual([preactRuntime.Fragment, jsx])
})
