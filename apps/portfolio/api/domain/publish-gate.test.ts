import { describe, expect, test } from 'vitest'
import { isBlank } from './is-blank.ts'
import { progressPercent, publishGate, REQUIRED_FIELDS, type GateImage, type GateProject, type RequiredField } from './publish-gate.ts'

const whole: GateProject = {
  title: 'Chimney rebuild',
  projectType: 'Masonry',
  city: 'Denver',
  state: 'CO',
  heroImageId: 'i1',
  summary: '',
  challenge: '',
  solution: '',
  results: '',
  outcomeHighlights: [],
}
const image: GateImage = { id: 'i1', isConfirmed: true, altText: '' }

/** The rule written out once more, by hand: without `images` there can be no hero, so 16 of the 64 rows cannot be reached. */
function rowOf(bits: number): { lacks: RequiredField[]; project: GateProject; images: GateImage[] } {
  const lacks = REQUIRED_FIELDS.filter((_field, index) => (bits & (1 << index)) !== 0)
  const lack = new Set(lacks)
  return {
    lacks,
    project: {
      ...whole,
      ...(lack.has('title') ? { title: '' } : {}),
      ...(lack.has('project_type') ? { projectType: ' ' } : {}),
      ...(lack.has('city') ? { city: 'unknown' } : {}),
      ...(lack.has('state') ? { state: '\u200B' } : {}),
      ...(lack.has('hero_image_id') ? { heroImageId: null } : {}),
    },
    images: lack.has('images') ? [] : [image],
  }
}

describe('S2.P.1 the publish gate', () => {
  test.each(Array.from({ length: 64 }, (_unused, bits) => [bits, rowOf(bits).lacks.join(', ') || 'nothing'] as const))(
    'S2.P.1 K6 row %i: lacks %s',
    (bits) => {
      const { lacks, project, images } = rowOf(bits)
      const expected = REQUIRED_FIELDS.filter((field) => lacks.includes(field) || (field === 'hero_image_id' && lacks.includes('images')))
      expect(publishGate(project, images)).toMatchObject({ canPublish: expected.length === 0, missing: expected })
    },
  )

  test('K5 an image whose bytes never came is no image and no hero', () => {
    expect(publishGate(whole, [{ ...image, isConfirmed: false }]).missing).toEqual(['images', 'hero_image_id'])
  })

  test('K10 a hero that is no image of the project is none', () => {
    expect(publishGate({ ...whole, heroImageId: 'another' }, [image]).missing).toEqual(['hero_image_id'])
  })

  test('a stored row with an image and no hero', () => {
    expect(publishGate({ ...whole, heroImageId: null }, [image]).missing).toEqual(['hero_image_id'])
  })

  test.each([
    '\u3164',
    '\u2800\u115F',
    '\uFE0F\u034F',
    '\uD800',
    '…',
    '—',
    '???',
    'Unknown.',
    '"unknown"',
    '(N.A.)',
    'ｕｎｋｎｏｗｎ',
    '\u00A0un\u00ADknown\u2060',
  ])('K21 a title that nobody can read, or that says nothing with marks around it, is missing: %j', (title) =>
    expect(publishGate({ ...whole, title }, [image]).missing).toEqual(['title']),
  )

  test.each(['#1', '🏠', 'N/A Road', 'Unknown Soldier memorial', 'Ü'])('a title that says little says it: %s', (title) =>
    expect(publishGate({ ...whole, title }, [image]).canPublish).toBe(true),
  )

  test('K7 narrative is recommended and keeps nothing from being published', () => {
    const verdict = publishGate(whole, [image])
    expect(verdict).toEqual({
      canPublish: true,
      missing: [],
      recommended: ['summary', 'challenge', 'solution', 'results', 'outcome_highlights', 'alt_text'],
    })
  })

  test('K12 an empty project has done nothing of it, a whole one everything', () => {
    expect(progressPercent(publishGate(rowOf(63).project, []))).toBe(0)
    expect(progressPercent(publishGate(whole, [image]))).toBe(100)
  })
})

test.each(['', '  ', '\n\t', '\u200B\u2060', 'unknown', ' UNKNOWN ', 'Un\u200Bknown', 'n/a', 'TBD', '-'])('K21 %j says nothing', (text) => {
  expect(isBlank(text)).toBe(true)
})

test.each(['Unknown Pleasures', 'Nome', '0', 'None of the above'])('%j says something', (text) => {
  expect(isBlank(text)).toBe(false)
})
