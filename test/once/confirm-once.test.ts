import { AppError } from '@lockstep/contract'
import { describe, expect, test, vi } from 'vitest'
import { canonicalHash } from '../../packages/server/src/tools/canonical-json.ts'
import { countingTool, createWorld, type Told } from './set-up.ts'

const said = { session: 'conversation 1', subject: 'person 1' }
const tokenOf = (answer: Told): string => String(answer.error['confirmation'])

describe('one confirmation, one effect', () => {
  test('S1.D.3 one confirmation is one effect for as long as its token lives, however short the tool’s window', async () => {
    const { clock, newMachine } = createWorld()
    const { call } = newMachine()
    const { tool, effects } = countingTool({ effect: 'destroy', confirm: () => ({ question: 'Pay 5?' }), once: { windowMs: 60_000 } })
    const confirmation = tokenOf(await call(tool, {}, said))
    await call(tool, { confirmation }, said)
    await clock.advance(2 * 60_000)
    await call(tool, { confirmation }, said)
    expect(effects).toHaveLength(1)
  })

  test('S1.D.3 parallel calls with one confirmation are one effect, also where there is nothing to ask afterwards', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    const { tool, effects } = countingTool({
      effect: 'destroy',
      confirm: async () => (effects.length > 0 ? null : { question: 'Empty the bin?' }),
    })
    const confirmation = tokenOf(await call(tool))
    const { load } = world.store
    let loads = 0
    let found: () => void = () => {}
    const isDone = new Promise<void>((resolve) => (found = resolve))
    vi.spyOn(world.store, 'load').mockImplementation(async (want) => {
      loads += 1
      const mine = loads
      const result = await load(want)
      // the second one's look is answered late
      if (mine === 2) await isDone
      return result
    })
    const one = call(tool, { confirmation })
    const two = call(tool, { confirmation })
    await one
    found()
    await two
    expect(effects).toHaveLength(1)
  })

  test('S1.D.3 a repeat that meets its own process at work waits for it', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    const { tool, effects } = countingTool({ effect: 'destroy', confirm: () => ({ question: 'Pay 5?' }) })
    const confirmation = tokenOf(await call(tool, {}, said))
    // the repeat's look arrives while the first one's begin is on its way, and is answered after it
    const { load, commit } = world.store
    let begun: () => void = () => {}
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    let loads = 0
    vi.spyOn(world.store, 'load').mockImplementation(async (want) => {
      loads += 1
      if (loads === 2) await hasBegun
      return load(want)
    })
    vi.spyOn(world.store, 'commit').mockImplementation(async (want, decide) => {
      const result = await commit(want, decide)
      begun()
      for (let i = 0; i < 20; i++) await Promise.resolve()
      return result
    })
    const answers = await Promise.all([call(tool, { confirmation }, said), call(tool, { confirmation }, said)])
    expect(effects).toHaveLength(1)
    expect(answers.map(({ code }) => code)).toEqual([null, null])
  })

  test('S2.X.1 a confirmed call whose begin was written although the store said nothing is not taken for a lost run', async () => {
    const world = createWorld()
    const { call } = world.newMachine()
    const { tool, effects } = countingTool({ effect: 'destroy', confirm: () => ({ question: 'Pay 5?' }) })
    const confirmation = tokenOf(await call(tool, {}, said))
    const { commit } = world.store
    vi.spyOn(world.store, 'commit').mockImplementationOnce(async (want, decide) => {
      await commit(want, decide)
      throw new AppError('STORE_UNAVAILABLE', 'x', { data: { isOutcomeUnknown: true } })
    })
    expect(await call(tool, { confirmation }, said)).toMatchObject({ code: 'unavailable' })
    expect(await call(tool, { confirmation }, said)).toMatchObject({ isError: false })
    expect(effects).toHaveLength(1)
  })

  test('S1.D.3 SEC17 two strangers who are asked in the same millisecond have two confirmations', async () => {
    const { call } = createWorld().newMachine()
    const { tool, effects } = countingTool({ effect: 'destroy', confirm: () => ({ question: 'Order one?' }) })
    const [ada, grace] = [tokenOf(await call(tool)), tokenOf(await call(tool))]
    const first = await call(tool, { confirmation: ada })
    const second = await call(tool, { confirmation: grace })
    expect(first.meta['nonce']).toBe(1)
    expect(second.meta['nonce']).not.toBe(1)
    expect(effects).toHaveLength(2)
  })

  test('S1.D.3 a confirmation is for the whole question, not for the part of it that is told', async () => {
    const { call } = createWorld().newMachine()
    let last = 'May'
    const { tool, effects } = countingTool({ effect: 'destroy', confirm: () => ({ question: `Delete ${'a note, '.repeat(50)}${last}?` }) })
    const confirmation = tokenOf(await call(tool, {}, said))
    last = 'the tax return'
    expect(await call(tool, { confirmation }, said)).toMatchObject({ code: 'confirmation_required' })
    expect(effects).toHaveLength(0)
  })

  test('SEC17 nobody finds out from a token whose it is', async () => {
    const { call } = createWorld().newMachine()
    const { tool } = countingTool({ effect: 'destroy', confirm: () => ({ question: 'Pay 5?' }) })
    const auth = { subject: '42', issuer: 'https://idp.example', userKey: 'https://idp.example 42', scopes: [], clientId: null, claims: {} }
    const token = tokenOf(await call(tool, {}, { auth }))
    const people = Array.from({ length: 100 }, (_, id) => `https://idp.example ${id}`)
    const found = people.filter((userKey) => token.endsWith(canonicalHash(['save_note', {}, userKey, null, null, null]).slice(0, 12)))
    expect(found).toEqual([])
  })
})
