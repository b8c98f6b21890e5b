import { afterEach, describe, expect, it } from 'vitest'
import { calling, saying, startModelEndpoint, type StandInEndpoint } from '../../testing/model-endpoint.ts'
import type { ModelContext, ModelMessage, ModelStep, ToolForModel } from '../model.ts'
import { createOpenAiModel } from './create-openai-model.ts'

const KEY = 'sk-canary-of-this-test'
const tool = (app: string, name: string): ToolForModel => ({
  app,
  name,
  title: `Title of ${name}`,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: { id: { type: 'string' } } },
  outputSchema: null,
  annotations: {},
})
const tools = [tool('shop', 'look'), tool('shop', 'add'), tool('news', 'look')]
const user = (text: string): ModelMessage => ({ role: 'user', text, by: 'person' })

let endpoint: StandInEndpoint
afterEach(() => endpoint.close())

type Answer = Parameters<typeof startModelEndpoint>[0]

async function ask(
  answer: Answer,
  messages: ModelMessage[] = [user('hello')],
  key: string | null = KEY,
  signal = new AbortController().signal,
): Promise<ModelStep> {
  endpoint = await startModelEndpoint(answer)
  const context: ModelContext = { instructions: 'Be the model.', tools, messages }
  return createOpenAiModel({ url: endpoint.url, key, model: 'stand-in' }).respond(context, signal)
}

describe('what is sent', () => {
  it('is the model context and nothing else, with tool names that the API takes', async () => {
    const messages: ModelMessage[] = [
      user('look at it'),
      { role: 'tool-call', callId: 'e1', app: 'news', tool: 'look', arguments: { id: '7' } },
      { role: 'widget-state', app: 'news', view: 'News', modelContent: { open: 7 } },
      {
        role: 'tool-result',
        callId: 'e1',
        app: 'news',
        tool: 'look',
        outcome: 'ok',
        content: [{ type: 'text', text: 'seen' }],
        structuredContent: { n: 1 },
      },
      { role: 'assistant', text: 'I looked.' },
      { role: 'user', text: 'More', by: 'view' },
    ]
    expect(await ask(() => saying('Hi.'), messages)).toEqual({ kind: 'say', text: 'Hi.' })
    const [request] = endpoint.requests
    expect(request).toMatchObject({ path: '/v1/chat/completions', authorization: `Bearer ${KEY}` })
    expect(Object.keys(request?.body ?? {}).toSorted()).toEqual(['messages', 'model', 'tools'])
    expect(request?.body.model).toBe('stand-in')
    expect(request?.body.messages).toEqual([
      { role: 'system', content: 'Be the model.' },
      { role: 'user', content: 'look at it' },
      { role: 'assistant', tool_calls: [{ id: 'e1', type: 'function', function: { name: 'news_look', arguments: '{"id":"7"}' } }] },
      { role: 'tool', tool_call_id: 'e1', content: '{"outcome":"ok","content":[{"type":"text","text":"seen"}],"structuredContent":{"n":1}}' },
      { role: 'user', content: '{"role":"widget-state","app":"news","view":"News","modelContent":{"open":7}}' },
      { role: 'assistant', content: 'I looked.' },
      { role: 'user', content: '{"role":"user","text":"More","by":"view"}' },
    ])
    expect(request?.body.tools?.map((each) => each['function'])).toEqual([
      { name: 'shop_look', description: 'Does look.', parameters: tools[0]?.inputSchema },
      { name: 'add', description: 'Does add.', parameters: tools[0]?.inputSchema },
      { name: 'news_look', description: 'Does look.', parameters: tools[0]?.inputSchema },
    ])
  })
})

describe('what comes back', () => {
  it.each<[string, ReturnType<Answer>, ModelStep]>([
    ['one call', calling(['add', '{"id":"1"}']), { kind: 'call', app: 'shop', tool: 'add', arguments: { id: '1' } }],
    ['a call without arguments', calling(['add', '']), { kind: 'call', app: 'shop', tool: 'add', arguments: {} }],
    [
      'several calls',
      calling(['add', '{}'], ['news_look', '{"id":"2"}']),
      {
        kind: 'calls',
        text: null,
        calls: [
          { app: 'shop', tool: 'add', arguments: {} },
          { app: 'news', tool: 'look', arguments: { id: '2' } },
        ],
      },
    ],
  ])('%s', async (_what, answer, step) => {
    expect(await ask(() => answer)).toEqual(step)
  })

  it.each<[string, ReturnType<Answer>, string]>([
    ['arguments that are no JSON', calling(['add', '{"id": ']), 'no JSON object: {"id": '],
    ['arguments that are no object', calling(['add', '[1]']), 'no JSON object: [1]'],
    ['a tool it was not told of', calling(['look', '{}']), 'not told of: “look”'],
    ['one broken call of two', calling(['add', '{}'], ['add', 'x']), 'Nothing was called.'],
    ['a refusal', saying(null, { refusal: 'I will not.' }), 'The model refused: I will not.'],
    ['nothing', saying(''), 'an empty answer'],
    ['a cut answer', saying('One, two', {}, 'length'), 'One, two\nThe answer ended at'],
    ['a filtered answer', saying(null, {}, 'content_filter'), "The endpoint's content filter"],
  ])('%s is told in words, and calls nothing', async (_what, answer, words) => {
    expect(await ask(() => answer)).toEqual({ kind: 'say', text: expect.stringContaining(words) })
  })
})

describe('trouble', () => {
  const failed = (words: string): unknown => expect.objectContaining({ code: 'HOST_MODEL_FAILED', message: expect.stringContaining(words) })
  const error = (status: number, message: string): ReturnType<Answer> => ({ status, headers: { 'retry-after': '0' }, body: { error: { message } } })

  it.each<[string, ReturnType<Answer>, string]>([
    ['a rate limit', error(429, 'Slow down.'), 'no more requests for now (try again in 0 s): 429 Slow down.'],
    ['a wrong key, without repeating it', error(401, `Incorrect API key ${KEY}.`), '401 Incorrect API key [key].'],
    ['an unknown model', error(404, 'No such model.'), 'no such model or path: 404 No such model.'],
    ['a fault of the endpoint', error(500, 'Oops.'), 'but it answered: 500 Oops.'],
    ['a body of another kind', { body: { hello: 1 } }, 'Is this an OpenAI-compatible API?'],
    ['a body that is no JSON', { body: '<html>' }, 'HOST'],
  ])('says %s', async (what, answer, words) => {
    const failure = await ask(() => answer).catch((thrown: unknown) => thrown)
    expect(failure).toEqual(what.endsWith('no JSON') ? expect.objectContaining({ code: 'HOST_MODEL_FAILED' }) : failed(words))
    expect(String(failure)).not.toContain(KEY)
  })

  it('tries a rate limit once more, and no oftener', async () => {
    expect(await ask((_request, count) => (count === 1 ? error(429, 'Slow down.') : saying('Now.')))).toEqual({ kind: 'say', text: 'Now.' })
    expect(endpoint.requests).toHaveLength(2)
  })

  it('says that nobody listens', async () => {
    endpoint = await startModelEndpoint(() => saying('x'))
    await endpoint.close()
    const model = createOpenAiModel({ url: endpoint.url, key: null, model: 'm' })
    await expect(model.respond({ instructions: '', tools, messages: [user('x')] }, new AbortController().signal)).rejects.toEqual(
      failed('it was not reached'),
    )
  })

  it('says which line installs its client where that is missing, and asks again the next time', async () => {
    endpoint = await startModelEndpoint(() => saying('Hi.'))
    const message = "Cannot find package 'openai' imported from /app/node_modules/@lockstep/host/dist/model/openai/ask-endpoint.js"
    const missing = Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' })
    let isInstalled = false
    const model = createOpenAiModel({ url: endpoint.url, key: null, model: 'm' }, () =>
      isInstalled ? import('./ask-endpoint.ts') : Promise.reject(missing),
    )
    const respond = (): Promise<ModelStep> => model.respond({ instructions: '', tools, messages: [user('x')] }, new AbortController().signal)
    await expect(respond()).rejects.toMatchObject({
      code: 'HOST_NO_MODEL_CLIENT',
      blame: 'user',
      message: expect.stringContaining('npm install openai'),
      cause: missing,
    })
    expect(endpoint.requests).toEqual([])
    isInstalled = true
    expect(await respond()).toEqual({ kind: 'say', text: 'Hi.' })
  })

  it.each([
    Object.assign(new Error("Cannot find package 'openai-helpers' imported from /app/x.js"), { code: 'ERR_MODULE_NOT_FOUND' }),
    new SyntaxError('Unexpected token'),
  ])('takes no other fault for that: %s', async (fault) => {
    const model = createOpenAiModel({ url: 'http://localhost:1/v1', key: null, model: 'm' }, () => Promise.reject(fault))
    await expect(model.respond({ instructions: '', tools, messages: [user('x')] }, new AbortController().signal)).rejects.toBe(fault)
  })

  it('gives up at once when it is stopped', async () => {
    const stop = new AbortController()
    const answer = ask(
      () => {
        stop.abort()
        return 'never'
      },
      [user('x')],
      null,
      stop.signal,
    )
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('keeps the key out of what the page is told', () => {
    expect(JSON.stringify(createOpenAiModel({ url: endpoint.url, key: KEY, model: 'm' }).info)).not.toContain(KEY)
  })
})
