import { test } from 'vitest'
import { localChats } from '../support/local-chats.ts'
import { clickThroughTrouble, TROUBLE_MS } from './trouble.ts'

const chats = localChats()

test.each([2, 3])(
  'S0.27 M4 R1 R2 R3 R4 seed %i: more clicks over a road that loses, delays and doubles saves; the first seed is among the browser tests',
  async (seed) => clickThroughTrouble(await chats.fresh(), seed),
  TROUBLE_MS,
)
