import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { goldenSchema } from '@lockstep/contract/golden'
import { compilePattern } from '@lockstep/host'

const golden = goldenSchema.parse(JSON.parse(readFileSync(new URL('../golden.json', import.meta.url), 'utf8')))

test('every sentence the app promises finds its own prompt, and no other', () => {
  for (const { id, examples } of golden.prompts) {
    for (const example of examples) {
      const found = golden.prompts.filter(({ patterns }) => patterns.some((pattern) => compilePattern(pattern)(example) !== null))
      assert.deepEqual(
        found.map((prompt) => prompt.id),
        [id],
        example,
      )
    }
  }
})
