import { expect, test } from 'vitest'
import { systemIds } from '../core/clock.ts'
import { createUploadStage } from './upload-stage.ts'

const upload = { name: 'a', mimeType: 'text/plain', bytes: new Uint8Array(1) }

test('SEC6 uploads whose message never comes are not kept without end, whoever brought them', () => {
  const stage = createUploadStage(systemIds)
  const brought = Array.from({ length: 20 }, (_unused, index) => ({ view: `view_${index}`, id: stage.put(`view_${index}`, upload) }))
  const kept = brought.map(({ view, id }) => stage.take(view, id) !== null)
  expect(kept).toEqual([...Array.from({ length: 10 }, () => false), ...Array.from({ length: 10 }, () => true)])
})
