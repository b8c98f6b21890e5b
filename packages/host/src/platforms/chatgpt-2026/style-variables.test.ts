import { expect, test } from 'vitest'
import { styleVariables } from './style-variables.ts'

test('sizes of text follow the size the person set in the browser', () => {
  const sizes = Object.entries(styleVariables('light')).filter(([name]) => /^--font-.*-(size|line-height)$/.test(name))
  expect(sizes.length).toBeGreaterThan(20)
  for (const [name, value] of sizes) expect(value, name).toMatch(/^[\d.]+rem$/)
})
