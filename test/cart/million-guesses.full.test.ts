import { expect, test } from 'vitest'
import { guessIds } from '../support/guess-ids.ts'

test('SEC1 a million guesses hit no cart, pass for no id of ours, and make no token', async () => {
  expect(await guessIds(1_000_000)).toEqual({ stored: 0, minted: 0, token: 0 })
})
