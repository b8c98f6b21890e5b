import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { App } from '../app.ts'
import { connect, ERAS, logInto, openApp, type LogLine } from '../testing/open-app.ts'
import { reply } from '../tools/reply.ts'
import { toolError } from '../tools/tool-refusal.ts'

const CARD = '4111-1111-1111-1111'
const WORD = z.strictObject({ word: z.string() })

function declareAll(app: App): void {
  app.tool('say', { title: 'S', description: 'Says', effect: 'read', input: WORD, output: WORD }, (input) =>
    reply({ model: input, text: input.word }),
  )
  app.tool('refuse', { title: 'R', description: 'Refuses', effect: 'read', input: WORD, output: WORD }, ({ word }) => {
    throw toolError('not_yours', `Not ${word}.`)
  })
  app.tool('break', { title: 'B', description: 'Breaks', effect: 'read', input: WORD, output: WORD }, () => {
    throw new Error('inside')
  })
  app.prompt('topic', { title: 'T', description: 'T', arguments: WORD }, ({ word }) => word)
  app.resource('notes://{id}', { title: 'N', description: 'N' }, ({ id }) => id ?? '')
}

describe.each([...ERAS.map((era) => [era, true] as const), ...ERAS.map((era) => [era, false] as const)])(
  'the log of requests, %s era, short way %s',
  (era, shortWay) => {
    test('M21 SEC19 one line each: method, target, outcome, time, and nothing that a caller sent', async () => {
      const lines: LogLine[] = []
      let now = 0
      const clock = { now: () => (now += 5) }
      const client = await connect((await openApp(declareAll, { logger: logInto(lines), clock, mcp: { shortWay } })).mcpUrl, era)
      lines.length = 0
      const word = CARD
      await client.callTool({ name: 'say', arguments: { word } })
      await client.callTool({ name: 'refuse', arguments: { word } })
      await client.callTool({ name: 'break', arguments: { word } })
      await client.callTool({ name: 'say', arguments: { word: 7, [CARD]: 1 } })
      await client.callTool({ name: CARD, arguments: {} }).catch(() => null)
      await client.getPrompt({ name: 'topic', arguments: { word } })
      await client.readResource({ uri: `notes://${CARD}` })
      await client.listTools()

      const told = lines.filter(({ msg }) => msg === 'mcp request')
      expect(told.map(({ level, method, target, outcome }) => [level, method, target, outcome])).toEqual([
        [20, 'tools/call', 'say', 'ok'],
        [30, 'tools/call', 'refuse', 'not_yours'],
        [30, 'tools/call', 'break', 'internal_error'],
        [30, 'tools/call', 'say', 'invalid_request'],
        [30, 'tools/call', undefined, 'rpc -32602'],
        [20, 'prompts/get', 'topic', 'ok'],
        [20, 'resources/read', 'notes://{id}', 'ok'],
        [20, 'tools/list', undefined, 'ok'],
      ])
      for (const { ms } of told) expect(ms).toBeGreaterThan(0)
      const [broken] = told.filter(({ target }) => target === 'break')
      const inside = lines.find(({ level }) => level === 50)
      expect(broken?.['errorId']).toBe(inside?.['errorId'])
      expect(JSON.stringify(lines)).not.toContain(CARD)
    })
  },
)

test('schemas are written once for the life of the process, however often they are asked for', async () => {
  let written = 0
  const counted = z.string()
  counted._zod.toJSONSchema = () => {
    written += 1
    return { type: 'string' }
  }
  const input = z.strictObject({ counted })
  const declare = (app: App): void => {
    app.tool('t', { title: 'T', description: 'T', effect: 'read', input, output: z.strictObject({}) }, () => reply({ model: {}, text: 'x' }))
  }
  for (const shortWay of [true, false]) {
    written = 0
    const { mcpUrl } = await openApp(declare, { mcp: { shortWay } })
    const atStart = written
    for (const era of ERAS) {
      const client = await connect(mcpUrl, era)
      for (let turn = 0; turn < 3; turn++) {
        await client.listTools()
        await client.callTool({ name: 't', arguments: { counted: 'x' } })
      }
    }
    expect([shortWay, atStart > 0, written - atStart]).toEqual([shortWay, true, 0])
  }
})
