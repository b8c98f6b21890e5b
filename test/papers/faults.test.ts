import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULT_IDS } from '../../packages/host/src/api/fault-state.ts'

const paper = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'local-chatgpt.md'), 'utf8')

test('the paper on the local ChatGPT tells of every fault, and of none that is not there', () => {
  const section = paper.slice(paper.indexOf('## Faults'), paper.indexOf('## Servers'))
  const told = [...section.matchAll(/^\| `([a-z-]+)` \| .+ \| .+ \|$/gm)].map(([, id]) => id ?? '')
  expect(new Set(told)).toEqual(new Set(FAULT_IDS))
  expect(told).toHaveLength(FAULT_IDS.length)
})
