import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { connect, ERAS, openApp } from '../testing/open-app.ts'
import { isReply } from './around.ts'
import { reply } from './reply.ts'
import { toolError } from './tool-refusal.ts'

const shape = { input: z.strictObject({ count: z.int().default(1) }), output: z.strictObject({ said: z.string() }) }
const words = { title: 'T', description: 'Use this when it is wanted.' }

function declareEcho(app: App, name: string): void {
  app.tool(name, { ...words, ...shape, effect: 'read' }, ({ count }) =>
    reply({ model: { said: `${count}` }, text: `${count}`, private: { shelf: 7 } }),
  )
}

describe.each(ERAS)('middleware over MCP, %s era', (era) => {
  test('runs around every tool, declared before or after, the first outermost, and sees parsed input', async () => {
    const trace: string[] = []
    const app = (one: App): void => {
      declareEcho(one, 'before')
      for (const label of ['outer', 'inner']) {
        one.around(async ({ name, effect, input, context }, next) => {
          trace.push(`${label} ${name} ${effect} ${JSON.stringify(input)} ${context.locale}`)
          const answer = await next()
          trace.push(`${label} done`)
          return answer
        })
      }
      declareEcho(one, 'after')
    }
    const client = await connect((await openApp(app)).mcpUrl, era)
    const meta = { 'openai/locale': 'de' }
    expect(await client.callTool({ name: 'before', arguments: {}, _meta: meta })).toMatchObject({ structuredContent: { said: '1' } })
    expect(trace.splice(0)).toEqual(['outer before read {"count":1} de', 'inner before read {"count":1} de', 'inner done', 'outer done'])
    await client.callTool({ name: 'after', arguments: { count: 2 }, _meta: meta })
    expect(trace).toEqual(['outer after read {"count":2} de', 'inner after read {"count":2} de', 'inner done', 'outer done'])
  })

  test('may change an answer, which is held to the tool’s schema all the same, or refuse without a call', async () => {
    let calls = 0
    const app = (one: App): void => {
      one.around(async ({ input }, next) => {
        if (input['count'] === 13) throw toolError('unlucky', 'Choose another number.')
        calls += 1
        const answer = await next()
        if (!isReply(answer)) return answer
        const model = input['count'] === 5 ? { said: 5 } : answer.model
        return { ...answer, model, private: { ...answer.private, token: 't' } }
      })
      declareEcho(one, 'echo')
    }
    const client = await connect((await openApp(app)).mcpUrl, era)
    const call = (count: number) => client.callTool({ name: 'echo', arguments: { count } })
    expect(await call(1)).toMatchObject({ structuredContent: { said: '1' }, _meta: { shelf: 7, token: 't' } })
    expect(await call(5)).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'invalid_output' } } })
    expect(calls).toBe(2)
    expect(await call(13)).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'unlucky' } } })
    expect(calls).toBe(2)
  })

  test('S1.D.1 one that calls next twice does not run the tool twice', async () => {
    let runs = 0
    const app = (one: App): void => {
      one.around(async (_, next) => {
        await next()
        return next()
      })
      one.tool('add', { ...words, ...shape, effect: 'write', once: 'own' }, () => {
        runs += 1
        return reply({ model: { said: 'added' }, text: 'Added.' })
      })
    }
    const client = await connect((await openApp(app)).mcpUrl, era)
    expect(await client.callTool({ name: 'add', arguments: {} })).toMatchObject({ isError: true })
    expect(runs).toBe(1)
  })

  test('one that throws is told as the tool’s own failure: by id, nothing leaked', async () => {
    const app = (one: App): void => {
      one.around(() => {
        throw new Error('password=hunter2')
      })
      declareEcho(one, 'echo')
    }
    const client = await connect((await openApp(app)).mcpUrl, era)
    const result = await client.callTool({ name: 'echo', arguments: {} })
    expect(result).toMatchObject({ isError: true, _meta: { 'lockstep/error': { code: 'internal_error' } } })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })
})
