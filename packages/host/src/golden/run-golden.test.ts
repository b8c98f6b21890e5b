import type { Golden, GoldenPrompt } from '@lockstep/contract/golden'
import { describe, expect, it } from 'vitest'
import type { GoldenReport } from '../api/golden-state.ts'
import type { Model, ModelStep, ToolForModel } from '../model/model.ts'
import { createScriptedModel } from '../model/scripted-model.ts'
import { countExamples, runGolden } from './run-golden.ts'

const tool = (name: string, inputSchema: Record<string, unknown>): ToolForModel => ({
  app: 'shop',
  name,
  title: name,
  description: `Use this for ${name}.`,
  inputSchema,
  outputSchema: null,
  annotations: {},
})

const tools = [
  tool('add', { type: 'object', properties: { count: { type: 'integer', minimum: 1 }, cartId: { type: 'string' } }, required: ['count', 'cartId'] }),
  tool('show', { type: 'object', properties: {} }),
]

const prompt = (id: string, kind: GoldenPrompt['kind'], pattern: string, example: string, call?: GoldenPrompt['call']): GoldenPrompt => ({
  id,
  kind,
  patterns: [pattern],
  examples: [example],
  ...(call === undefined ? {} : { call }),
})
const addCall = { tool: 'add', arguments: { count: '{n}', cartId: { $seen: 'cartId' } } }
const add = prompt('add', 'direct', 'add {n:number}', 'add 3', addCall)
const show = prompt('show', 'indirect', 'what have i got', 'what have i got', { tool: 'show', arguments: {} })
const recipe = prompt('recipe', 'negative', 'how do i cook {n}', 'how do i cook eggs')

async function run(prompts: GoldenPrompt[], model?: Model, offered = tools, signal = new AbortController().signal): Promise<GoldenReport> {
  const golden: Golden = { version: 1, starters: [], prompts }
  let clock = 0
  return runGolden({
    apps: [{ app: 'shop', golden }],
    tools: offered,
    model: model ?? createScriptedModel([{ app: 'shop', golden }]),
    signal,
    now: () => (clock += 1.4),
  })
}

const answering = (step: ModelStep): Model => ({
  info: { id: 'm', kind: 'language-model', label: 'm', detail: '' },
  respond: () => Promise.resolve(step),
})
const calls = (name: string, args: Record<string, unknown> = {}, app = 'shop'): ModelStep => ({ kind: 'call', app, tool: name, arguments: args })

describe('runGolden', () => {
  it('passes a script that keeps its own promises, and says who judged', async () => {
    const report = await run([add, show, recipe])
    expect(report).toMatchObject({ passed: 3, failed: 0, notes: [], problem: null, model: { id: 'scripted', kind: 'script' } })
    expect(report.results[0]).toEqual({
      app: 'shop',
      promptId: 'add',
      kind: 'direct',
      sentence: 'add 3',
      expected: 'add',
      picked: { app: 'shop', tool: 'add', arguments: { count: 3 }, isSure: true },
      isPassed: true,
      reason: 'Called add.',
      tookMs: 1,
    })
    expect(report.results[2]).toMatchObject({ expected: null, picked: null, isPassed: true, reason: 'Called nothing.' })
  })

  it.each<[string, GoldenPrompt[], string]>([
    ['an example that its own patterns miss', [{ ...add, examples: ['show it'] }], 'it proposed show'],
    ['arguments against the schema', [{ ...add, examples: ['add 0'] }], 'input schema refuses'],
    ['a negative example that another prompt takes', [add, { ...recipe, examples: ['add 2'] }], 'Expected no call, it called add.'],
    ['a negative example that only a description fits', [{ ...recipe, examples: ['show me'] }], 'Expected no call, it proposed show.'],
    ['an unknown tool', [{ ...show, call: { tool: 'gone', arguments: {} } }], 'Expected gone, which shop does not offer'],
  ])('fails the script for %s', async (_what, prompts, reason) => {
    const { results, failed } = await run(prompts)
    expect(failed).toBe(1)
    expect(results.find(({ isPassed }) => !isPassed)?.reason).toContain(reason)
  })

  it.each<[string, GoldenPrompt, ModelStep, string | null]>([
    ['the right call', add, calls('add', { count: 2, cartId: 'made up' }), null],
    ['the right call without what only a conversation tells', add, calls('add', { count: 2 }), null],
    ['one of several calls', add, { kind: 'calls', text: null, calls: [calls('show'), calls('add', { count: 2 })].map(toCall) }, null],
    ['another tool', add, calls('show'), 'Expected add, it called show.'],
    ['a tool of another app', show, calls('show', {}, 'news'), 'Expected show, it called show.'],
    ['words only', add, { kind: 'say', text: 'How many?' }, 'it called nothing and said “How many?”'],
    ['a wrong argument', add, calls('add', { count: 'two' }), 'input schema refuses'],
    ['any call where none belongs', recipe, calls('show'), 'Expected no call, it called show.'],
    ['words where words belong', recipe, { kind: 'say', text: 'Boil them.' }, null],
  ])('judges a language model by its first step: %s', async (_what, asked, step, problem) => {
    const [result] = (await run([asked], answering(step))).results
    expect(result).toMatchObject({ isPassed: problem === null })
    if (problem !== null) expect(result?.reason).toContain(problem)
  })

  it('gives each sentence a conversation of its own, with the tools of all apps', async () => {
    const seen: unknown[] = []
    const model: Model = {
      ...answering(calls('show')),
      respond: (context) => (seen.push([context.messages, context.tools.length]), Promise.resolve(calls('show'))),
    }
    await run([show, add], model)
    expect(seen).toEqual([
      [[{ role: 'user', text: 'what have i got', by: 'person' }], 2],
      [[{ role: 'user', text: 'add 3', by: 'person' }], 2],
    ])
  })

  it('notes what the prompts lack', async () => {
    const { notes } = await run([{ ...add, examples: [] }, show])
    expect(notes).toEqual(['shop has no negative prompt.', 'shop has no example to try for add.'])
  })

  it('keeps what it knows when the model fails or it is stopped', async () => {
    let count = 0
    const failing: Model = {
      ...answering(calls('show')),
      respond: () => ((count += 1) > 1 ? Promise.reject(new Error('gone')) : Promise.resolve(calls('show'))),
    }
    expect(await run([show, add], failing)).toMatchObject({ passed: 1, failed: 0, problem: 'The model failed: gone' })
    expect(await run([show], undefined, tools, AbortSignal.abort())).toMatchObject({ results: [], problem: 'Stopped.' })
  })

  it('says that a schema is not usable instead of failing itself', async () => {
    const broken = [tool('show', { type: 'object', properties: { a: { $ref: '#/nowhere' } } })]
    const [result] = (await run([show], undefined, broken)).results
    expect(result).toMatchObject({ isPassed: false, reason: expect.stringContaining('not usable') })
  })

  it('counts the sentences', () => {
    expect(countExamples([{ app: 'a', golden: { version: 1, starters: [], prompts: [add, { ...show, examples: ['a', 'b'] }] } }])).toBe(3)
  })
})

function toCall(step: ModelStep): { app: string; tool: string; arguments: Record<string, unknown> } {
  if (step.kind !== 'call') throw new Error('Expected a call.')
  const { app, tool: name, arguments: args } = step
  return { app, tool: name, arguments: args }
}
