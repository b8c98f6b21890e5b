import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readOutcome } from '@lockstep/react'
import { project, projectAnswer } from './view-fixture.ts'
import type { ListOutcome } from '../../apps/portfolio/views/list-app.tsx'
import { inOrder, moved, placeAt } from '../../apps/portfolio/views/photo-order.ts'
import { dayText } from '../../apps/portfolio/views/project-words.ts'
import { readAnswer, refusalWords } from '../../apps/portfolio/views/put-bytes.ts'
import { pageOf } from '../../apps/portfolio/views/use-project-list.ts'
import { newest } from '../../apps/portfolio/views/use-project.ts'
import type { ProjectPrivate } from '../../apps/portfolio/shared/tool-types.ts'

const answerAt = (revision: number, epoch = 'e1') => projectAnswer(project({ revision, epoch }))._meta as unknown as Partial<ProjectPrivate>

test('a photo moves to a place, and beyond an end it stays at the end', () => {
  expect(moved(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 'c', -4)).toEqual(['c', 'a', 'b'])
  const ids = ['a', 'b']
  expect(moved(ids, 'b', 9)).toBe(ids)
  expect(moved(ids, 'strange', 0)).toBe(ids)
})

test('an order that is older than the photos forgets none of them', () => {
  const photos = ['a', 'b', 'new'].map((id) => ({ image_id: id }))
  expect(inOrder(photos, ['b', 'gone', 'a']).map(({ image_id: id }) => id)).toEqual(['b', 'a', 'new'])
  expect(inOrder(photos, null)).toBe(photos)
})

test('a pointer means the place before the first row whose middle lies below it', () => {
  const rows = [0, 100, 200].map((top) => ({ top, height: 100 }))
  expect([10, 60, 149, 151, 900].map((y) => placeAt(rows, y))).toEqual([0, 1, 1, 2, 3])
})

test('of two answers the later one counts; another life of the document counts whatever its number, another project never', () => {
  const held = newest(null, answerAt(5), 'p_1')
  expect(held?.project.revision).toBe(5)
  expect(newest(held, answerAt(4), 'p_1')).toBe(held)
  expect(newest(held, answerAt(6), 'p_1')?.project.revision).toBe(6)
  expect(newest(held, answerAt(1, 'e2'), 'p_1')?.project.epoch).toBe('e2')
  expect(newest(held, answerAt(9), 'p_2')).toBe(held)
  expect(newest(held, {}, 'p_1')).toBe(held)
})

test('a project that moved between two pages is shown once', () => {
  const row = (id: string) => ({ project_id: id, title: id, status: 'draft', image_count: 0, thumbnail_url: null, created_at: '', updated_at: '' })
  const page = (ids: string[], next: number | null): ListOutcome =>
    readOutcome({
      content: [],
      structuredContent: { count: 3, has_more: next !== null, next_offset: next },
      _meta: { projects: ids.map(row), sort: 'title' },
    })
  const first = pageOf(page(['a', 'b'], 2), null)
  const both = pageOf(page(['b', 'c'], null), first)
  expect(both?.projects.map(({ project_id: id }) => id)).toEqual(['a', 'b', 'c'])
  expect([both?.next, both?.count, both?.sort]).toEqual([null, 3, 'title'])
})

test('S2.D.7 the storage’s own words are told; a proxy’s page is told by its status', () => {
  expect(readAnswer('{"error":{"message":"This is a HEIC photo."}}').message).toBe('This is a HEIC photo.')
  expect(readAnswer('{"image_id":"i","duplicate_of":"j"}').isDuplicate).toBe(true)
  for (const body of ['<html>', '', 'null', '[]', '{"error":null}']) expect(readAnswer(body)).toEqual({ isDuplicate: false, message: null })
  expect([413, 415, 410, 500].map(refusalWords).join(' ')).toBe(
    'The photo is too large. A smaller one will do. This is no photo that can be shown. JPEG, PNG and WebP will do. The address for this photo has expired. Try again. The storage did not take the photo. Try again.',
  )
})

test('a day is written as the person writes it, and nonsense is not written', () => {
  expect(dayText('2026-11-20T12:00:00.000Z', 'en-US')).toBe('Nov 20, 2026')
  expect(dayText('soon', 'en-US')).toBe('')
})

test('S1.G.2 nothing moves by itself or at a scroll: the style sheet knows no animation, transition or parallax', () => {
  const css = readFileSync(new URL('../../apps/portfolio/views/portfolio.css', import.meta.url), 'utf8')
  expect(css).not.toMatch(/animation|transition|@keyframes|background-attachment|perspective|scroll-timeline/)
})
