import { expect, it } from 'vitest'
import { FAULT_IDS } from '../api/fault-state.ts'
import { createFaultBoard, type FaultBoard } from './fault-board.ts'
import { FAULTS } from './fault-catalogue.ts'

const traced: Array<Record<string, unknown>> = []
let changes = 0

function board(): FaultBoard {
  traced.length = 0
  changes = 0
  return createFaultBoard({ onChange: () => (changes += 1), trace: (name, detail) => traced.push({ name, ...detail }) })
}

it('knows words for every fault, once', () => {
  expect(FAULTS.map(({ id }) => id).toSorted()).toEqual([...FAULT_IDS].toSorted())
})

it('strikes as often as it was told to, then is off', () => {
  const faults = board()
  faults.set('lose-reply', { times: 2 })
  expect(faults.take('lose-reply')).not.toBeNull()
  expect(faults.list()).toEqual([{ id: 'lose-reply', by: 'any', tool: null, times: 1, ms: 0, hits: 1 }])
  expect(faults.take('lose-reply')).not.toBeNull()
  expect(faults.take('lose-reply')).toBeNull()
  expect(faults.list()).toEqual([])
  expect(traced.map(({ name }) => name)).toEqual(['fault.on', 'fault.strikes', 'fault.strikes'])
})

it('strikes until it is switched off when it has no count', () => {
  const faults = board()
  faults.set('offline', {})
  for (let round = 1; round <= 5; round += 1) faults.take('offline')
  expect(faults.list()).toMatchObject([{ id: 'offline', times: null, hits: 5 }])
  faults.set('offline', null)
  expect(faults.take('offline')).toBeNull()
})

it('strikes only whom, and only the tool, that it is for', () => {
  const faults = board()
  faults.set('delay', { by: 'view', tool: 'save', ms: 5 })
  expect(faults.take('delay', { by: 'model', tool: 'save' })).toBeNull()
  expect(faults.take('delay', { by: 'view', tool: 'load' })).toBeNull()
  expect(faults.find('delay', { by: 'view', tool: 'save' })).toMatchObject({ ms: 5 })
  expect(faults.take('delay', { by: 'view', tool: 'save' })).toMatchObject({ hits: 0 })
})

it('takes the catalogue’s defaults, and lists in its order', () => {
  const faults = board()
  faults.set('remount', {})
  faults.set('delay', {})
  expect(faults.list()).toMatchObject([
    { id: 'delay', times: null, ms: 3_000 },
    { id: 'remount', times: 1, ms: 0 },
  ])
})

it('clears all at once, and says so once', () => {
  const faults = board()
  faults.set('remount', {})
  faults.set('delay', {})
  changes = 0
  faults.clear()
  faults.clear()
  expect(faults.list()).toEqual([])
  expect(changes).toBe(1)
})

it.each([
  ['a count of none', 'delay', { times: 0 }],
  ['half a time', 'delay', { times: 1.5 }],
  ['a wait longer than any', 'delay', { ms: 60_000 }],
  ['a wait that is no number', 'delay', { ms: Number.NaN }],
  ['a caller of what has none', 'offline', { by: 'model' }],
  ['a tool of what has none', 'remount-nothing', { tool: 'x' }],
] as const)('refuses %s and stays as it was', (_name, id, choice) => {
  const faults = board()
  expect(() => faults.set(id as 'delay', choice)).toThrow(expect.objectContaining({ code: 'HOST_BAD_FAULT', blame: 'user' }))
  expect(faults.list()).toEqual([])
})
