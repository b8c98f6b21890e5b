import { expect, it } from 'vitest'
import { moneyFormat } from './money.ts'

const plain = (text: string) => text.replace(/\s/g, ' ')

it('formats minor units by locale and currency', () => {
  expect(moneyFormat('en-US', 'USD')(1234)).toBe('$12.34')
  expect(plain(moneyFormat('de-DE', 'EUR')(123456))).toBe('1.234,56 €')
})
it('knows currencies without cents', () => {
  expect(moneyFormat('en-US', 'JPY')(250)).toBe('¥250')
})
it('survives a locale or currency nobody knows', () => {
  expect(moneyFormat('not a locale', 'EUR')(100)).toContain('1')
  expect(moneyFormat('en', 'nonsense')(150)).toBe('1.50 nonsense')
})
