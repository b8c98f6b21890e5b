import { describe, expect, test } from 'vitest'
import { composeDescription, cutAtWord } from './compose-description.ts'
import { heroAmong } from './hero.ts'
import { readProject } from './project-document.ts'
import { citySlugOf, projectSlugOf, slugOf } from './slugs.ts'
import { newProjectValue, withDescription } from './write-project.ts'

const narrative = {
  summary: ' A chimney. ',
  challenge: 'It leaned.',
  solution: '',
  results: 'It stands.',
  outcomeHighlights: ['Dry attic', ' ', 'Passed inspection'],
}

describe('S2.C the description', () => {
  test('S2.C.1 is made of what there is, block by block', () => {
    expect(composeDescription(narrative)).toBe(
      'A chimney.\n\nChallenge\nIt leaned.\n\nResults\nIt stands.\n\nOutcomes\n- Dry attic\n- Passed inspection',
    )
  })

  test('S2.C.1 is empty when there is nothing to tell', () => {
    expect(composeDescription({ summary: ' ', challenge: 'unknown', solution: '', results: '', outcomeHighlights: [] })).toBe('')
  })

  test('S2.C.2 one written by hand is left as it is, and composed again once it is said to be no longer', () => {
    const value = newProjectValue('ann', 0, { challenge: 'It leaned.' })
    const by = (change: Parameters<typeof withDescription>[1]) => readProject('p', 1, withDescription(value, change), { updatedAt: 0 })?.project
    expect(by({})).toMatchObject({ description: 'Challenge\nIt leaned.', isDescriptionManual: false })
    expect(by({ description: ' Mine ' })).toMatchObject({ description: 'Mine', isDescriptionManual: true })
    expect(by({ description: '' })).toMatchObject({ description: '', isDescriptionManual: true })
    expect(by({ description: 'x', description_manual: false })).toMatchObject({ description: 'Challenge\nIt leaned.', isDescriptionManual: false })
  })

  test('a text is cut at a word, and never in the middle of a character', () => {
    expect(cutAtWord('one two three', 9)).toBe('one two…')
    expect(cutAtWord('😀'.repeat(10), 6)).toBe('😀😀…')
    expect(cutAtWord('short', 9)).toBe('short')
  })
})

describe('S2.H the hero', () => {
  const image = (id: string, place: number, isConfirmed = true) => ({ id, place, isConfirmed })
  const none = { heroImageId: null, heroSource: null } as const

  test('S2.H.1 is the first image whose bytes have arrived', () => {
    expect(heroAmong(none, [image('a', 0, false), image('b', 1), image('c', 2)])).toEqual({ heroImageId: 'b', heroSource: 'auto' })
  })

  test('S2.H.2 is not changed by later images, whoever chose it', () => {
    const auto = { heroImageId: 'b', heroSource: 'auto' } as const
    expect(heroAmong(auto, [image('a', 0), image('b', 1)])).toBe(auto)
  })

  test('X22 when it goes the next one takes its place, by itself', () => {
    expect(heroAmong({ heroImageId: 'gone', heroSource: 'user' }, [image('c', 1), image('b', 0)])).toEqual({ heroImageId: 'b', heroSource: 'auto' })
    expect(heroAmong({ heroImageId: 'gone', heroSource: 'user' }, [])).toEqual(none)
  })
})

test('an address is made of plain words, and is never empty', () => {
  expect(slugOf('  Déjà vu & Söhne: Straße 3!  ')).toBe('deja-vu-sohne-strasse-3')
  expect(slugOf('日本')).toBe('')
  expect(citySlugOf('Saint-Étienne', 'CO')).toBe('saint-etienne-co')
  expect(projectSlugOf('日本', 'prj_0123456789abcdef')).toBe('project-89abcdef')
})
