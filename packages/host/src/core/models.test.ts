import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCoreHarness, type CoreHarness } from '../testing/core-harness.ts'
import { flowApp, flowGolden, type RecordedCall } from '../testing/flow-app.ts'
import { startTestServer, type TestServer } from '../testing/mcp-test-server.ts'
import { calling, saying, startModelEndpoint, type StandInEndpoint } from '../testing/model-endpoint.ts'

const KEY = 'sk-canary-of-this-test'
const calls: RecordedCall[] = []
let server: TestServer
let harness: CoreHarness
let endpoint: StandInEndpoint | null = null

beforeAll(async () => {
  server = await startTestServer(flowApp(calls))
})
afterEach(async () => {
  await harness.core.close()
  await endpoint?.close()
  endpoint = null
  calls.length = 0
})
afterAll(() => server.close())

async function withLanguageModel(...answers: Array<ReturnType<typeof saying>>): Promise<StandInEndpoint> {
  endpoint = await startModelEndpoint((_request, count) => answers[count - 1] ?? saying('Done.'))
  harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: flowGolden, endpoint: { url: endpoint.url, key: KEY, model: 'stand-in' } })
  harness.core.changeSettings({ model: 'openai' })
  return endpoint
}

const state = () => harness.core.getState()
const phases = () => state().conversation.entries.flatMap((entry) => (entry.kind === 'tool' ? [`${entry.tool} ${entry.phase}`] : []))

describe('a language model', () => {
  it('S2.M.1 S2.M.2 S2.M.3 is given the tools, then content and structuredContent of their results, never _meta, over real HTTP', async () => {
    const { requests } = await withLanguageModel(calling(['look', '{"id":"7"}']), saying('It is green.'))
    await harness.say('what colour is it?')
    expect(harness.lastText()).toBe('It is green.')
    expect(calls).toMatchObject([{ tool: 'look', args: { id: '7' } }])
    const offered = requests[0]?.body.tools?.map((tool) => (tool['function'] as { name: string }).name) ?? []
    expect(offered).toContain('look')
    expect(offered).not.toContain('hidden')
    const sent = JSON.stringify(requests[1]?.body.messages)
    expect(sent).toContain('You see 7.')
    expect(sent).toContain('green')
    expect(JSON.stringify(requests)).not.toContain('META-CANARY')
  })

  it('is sent the text that "Model sees" shows, and the key is nowhere in the state', async () => {
    const { requests } = await withLanguageModel(saying('Hello.'))
    const { modelSees } = state()
    await harness.say('hi')
    const [system] = requests[0]?.body.messages ?? []
    expect(system).toEqual({ role: 'system', content: modelSees.parts.find(({ kind }) => kind === 'instructions')?.text })
    expect(requests[0]?.authorization).toBe(`Bearer ${KEY}`)
    expect(JSON.stringify(state())).not.toContain(KEY)
    expect(state().model).toMatchObject({ id: 'openai', kind: 'language-model', label: 'stand-in' })
  })

  it('makes several calls of one step, those behind a card once it is approved, and answers after the last', async () => {
    const { requests } = await withLanguageModel(calling(['look', '{"id":"1"}'], ['clear', '{}'], ['look', '{"id":"2"}']), saying('All done.'))
    await harness.say('do all three')
    expect(phases()).toEqual(['look done', 'clear awaiting-approval'])
    harness.core.approve(harness.lastCall().id)
    await harness.core.whenIdle()
    expect(phases()).toEqual(['look done', 'clear done', 'look done'])
    expect(calls.map(({ tool, args }) => [tool, args['id']])).toEqual([
      ['look', '1'],
      ['clear', undefined],
      ['look', '2'],
    ])
    expect(harness.lastText()).toBe('All done.')
    expect(requests).toHaveLength(2)
  })

  it('goes on with the other calls when one is declined, and drops them when the person says something else', async () => {
    await withLanguageModel(calling(['clear', '{}'], ['look', '{"id":"1"}']), saying('Then not.'), calling(['clear', '{}'], ['look', '{"id":"2"}']))
    await harness.say('first')
    harness.core.decline(harness.lastCall().id)
    await harness.core.whenIdle()
    expect(phases()).toEqual(['clear declined', 'look done'])
    await harness.say('second')
    await harness.say('never mind')
    expect(calls.map(({ args }) => args['id'])).toEqual(['1'])
    expect(harness.lastText()).toBe('Done.')
  })

  it('that fails is told as the answer, and the next message works', async () => {
    await withLanguageModel({ status: 400, body: { error: { message: `No, ${KEY}.` } } } as never, saying('Now.'))
    await harness.say('hi')
    expect(harness.lastText()).toMatch(/^The model failed: .*400 No, \[key\]\.$/)
    await harness.say('again')
    expect(harness.lastText()).toBe('Now.')
  })

  it('that nobody named is offered with what to set, and says the same when it is asked', async () => {
    harness = createCoreHarness({ mcpUrl: server.mcpUrl })
    expect(state().models).toMatchObject([
      { id: 'scripted', isAvailable: true },
      { id: 'openai', isAvailable: false },
      { id: 'manual', isAvailable: true },
    ])
    harness.core.changeSettings({ model: 'openai' })
    await harness.say('hi')
    expect(harness.lastText()).toContain('LOCKSTEP_MODEL')
  })
})

describe('the person as the model', () => {
  async function myMove(): Promise<void> {
    harness = createCoreHarness({ mcpUrl: server.mcpUrl, golden: flowGolden })
    harness.core.changeSettings({ model: 'manual' })
    harness.core.sendMessage('look at it')
    await turnOf(true)
  }

  function turnOf(isMine: boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if ((state().manual !== null) !== isMine) return
        stop()
        resolve()
      }
      const stop = harness.core.subscribe(look)
      look()
    })
  }

  it('S2.M.1 chooses among the tools the model is told of, fills in the schema, and then answers', async () => {
    await myMove()
    const tools = state().manual?.tools ?? []
    expect(tools.map(({ name }) => name)).toContain('look')
    expect(tools.map(({ name }) => name)).not.toContain('hidden')
    harness.core.manual.call('app', 'look', {})
    await turnOf(false)
    await turnOf(true)
    expect(phases()).toEqual(['look done'])
    harness.core.manual.say('There it is.')
    await harness.core.whenIdle()
    expect(harness.lastText()).toBe('There it is.')
    expect(state()).toMatchObject({ manual: null, conversation: { busy: false } })
  })

  it('is asked like the model when a tool may destroy something', async () => {
    await myMove()
    harness.core.manual.call('app', 'clear', {})
    await harness.core.whenIdle()
    expect(phases()).toEqual(['clear awaiting-approval'])
    expect(calls).toEqual([])
  })

  it('gets a clear error for a move that is not there, and the turn goes on', async () => {
    await myMove()
    expect(() => harness.core.manual.call('app', 'hidden', {})).toThrow(expect.objectContaining({ code: 'HOST_UNKNOWN_TOOL', blame: 'user' }))
    expect(state().manual).not.toBeNull()
    harness.core.stop()
    await harness.core.whenIdle()
    expect(state().manual).toBeNull()
    expect(() => harness.core.manual.say('late')).toThrow(expect.objectContaining({ code: 'HOST_NO_SUCH_MOVE' }))
    expect(harness.lastText()).toBe('Stopped.')
  })

  it('is let go when the conversation begins anew', async () => {
    await myMove()
    harness.core.reset()
    await harness.core.whenIdle()
    expect(state()).toMatchObject({ manual: null, conversation: { entries: [] } })
  })
})

describe('golden prompts of a running host', () => {
  it('are tried with the chosen model; how they fare is in the state in short, and whole only where it is asked for', async () => {
    harness = createCoreHarness({
      mcpUrl: server.mcpUrl,
      golden: { ...flowGolden, prompts: flowGolden.prompts.map((each) => ({ ...each, examples: each.patterns })) },
    })
    const seen = new Set<number>()
    harness.core.subscribe(() => seen.add(state().golden.summary?.revision ?? -1))
    const report = await harness.core.golden.run()
    expect(report.results.find(({ promptId }) => promptId === 'p2')).toMatchObject({ isPassed: true, picked: { tool: 'clear' } })
    expect(report.results.find(({ expected }) => expected === 'hidden')).toMatchObject({
      isPassed: false,
      reason: expect.stringContaining('does not offer'),
    })
    expect(seen.size).toBeGreaterThan(3)
    const { passed, failed } = report
    expect(state().golden).toEqual({ total: flowGolden.prompts.length, isRunning: false, summary: { passed, failed, revision: Math.max(...seen) } })
    expect(JSON.stringify(state())).not.toContain(report.results[0]?.reason)
    expect(harness.core.golden.report()).toEqual(report)
    expect(calls).toEqual([])
  })

  it('are refused where there are none, or nobody to judge', async () => {
    harness = createCoreHarness({ mcpUrl: server.mcpUrl })
    await expect(harness.core.golden.run()).rejects.toMatchObject({ code: 'HOST_NO_GOLDEN' })
    await harness.core.close()
    harness = createCoreHarness({
      mcpUrl: server.mcpUrl,
      golden: { ...flowGolden, prompts: [{ id: 'a', kind: 'negative', patterns: ['a'], examples: ['a'] }] },
    })
    harness.core.changeSettings({ model: 'manual' })
    expect(() => harness.core.golden.start()).toThrow(expect.objectContaining({ code: 'HOST_NO_GOLDEN', blame: 'user' }))
  })
})
