import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { goldenSchema } from '@lockstep/contract/golden'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compilePattern } from '../../packages/host/src/model/golden-pattern.ts'
import { modelOf } from './mcp-answers.ts'
import { setUpMcp, type Contractor, type McpSetup } from './mcp-setup.ts'

const golden = goldenSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'apps', 'portfolio', 'golden.json'), 'utf8')))
let mcp: McpSetup
let ada: Contractor
beforeAll(async () => {
  mcp = await setUpMcp()
  ada = await mcp.contractor('ada')
})
afterAll(() => mcp.close())

/** The prompt that says the most of a sentence, as the model chooses. */
function chosen(sentence: string) {
  const matches = golden.prompts.flatMap((prompt) =>
    prompt.patterns.flatMap((pattern) => {
      const match = compilePattern(pattern)(sentence)
      return match === null ? [] : [{ prompt, ...match }]
    }),
  )
  return matches.toSorted((a, b) => b.literalWords - a.literalWords)[0]
}

test('every golden prompt is met by its own examples, and calls a tool with inputs that it has', async () => {
  const { tools } = await ada.client.listTools()
  for (const { id, examples, call } of golden.prompts) {
    const tool = tools.find(({ name }) => name === call?.tool)
    if (call !== undefined) expect(Object.keys(tool?.inputSchema.properties ?? {}), id).toEqual(expect.arrayContaining(Object.keys(call.arguments)))
    expect(examples.length, id).toBeGreaterThan(0)
    for (const example of examples) expect([example, chosen(example)?.prompt.id]).toEqual([example, id])
  }
  for (const starter of golden.starters) expect(chosen(starter), starter).toBeDefined()
  expect(new Set(golden.prompts.map(({ kind }) => kind))).toEqual(new Set(['direct', 'indirect', 'negative']))
})

test.each([
  ['Start a project called Brick fireplace in Denver', { title: 'Brick fireplace', city: 'Denver' }],
  ['We just finished a patio in Austin', { title: 'a patio', city: 'Austin' }],
  ['The city is Denver and the state is Colorado', { city: 'Denver', state: 'Colorado' }],
  ['The challenge was that the old bricks had to stay', { text: 'the old bricks had to stay' }],
])('"%s" becomes what the tool takes', (sentence, slots) => {
  expect(chosen(sentence)?.slots).toEqual(slots)
})

test('the tools that write a draft are those that the prompts of a whole story call', async () => {
  const story = [
    'Start a project called Brick fireplace in Denver',
    'Publish the project',
    'The kind of work was rebuild',
    'The state is Colorado',
    'Add photos',
  ]
  expect(story.map((sentence) => chosen(sentence)?.prompt.call?.tool)).toEqual([
    'create_project_draft',
    'publish_project',
    'update_project_meta',
    'update_project_meta',
    'add_project_media',
  ])
  expect(modelOf(await ada.call('create_project_draft', chosen(story[0] ?? '')?.slots ?? {}))).toMatchObject({ title: 'Brick fireplace' })
})
