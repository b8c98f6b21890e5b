import { signIn } from '@lockstep/dev-auth'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { bearer, callMcp } from './support/call-mcp.ts'
import { forgeries } from './support/forge.ts'
import { declareNotes, openSignedInApp } from './support/signed-in-app.ts'

/** Everything that can be reached from a value, getters included. */
function reach(value: unknown): string {
  return inspect(value, { depth: 12, getters: true, showHidden: true, maxArrayLength: null, maxStringLength: null })
}

test('SEC18 SEC19 a token is in no log, no answer and nothing that a handler is given', async () => {
  const seen: string[] = []
  const app = await openSignedInApp((declared, ran) => {
    declareNotes(declared, ran)
    declared.tool(
      'look',
      { title: 'Look', description: 'Use this when looking.', effect: 'read', input: z.strictObject({}), output: z.object({ ok: z.boolean() }) },
      (_input, context) => {
        const request = context.mcp?.http?.req
        seen.push(reach(context), reach([...(request?.headers ?? [])]), reach(context.mcp?.http))
        throw new Error('a fault of the handler')
      },
    )
    declared.route(
      'GET',
      '/look',
      (request) => {
        seen.push(reach(request), reach([...request.headers]))
        throw new Error('a fault of the route')
      },
      { auth: 'optional' },
    )
  })
  const { accessToken } = await signIn(app.issuer, { user: 'ada', resource: app.mcpUrl })
  const forged = [...(await forgeries(accessToken, app.issuer)).values()].filter((token) => token.length > 20)
  const answers: string[] = []
  for (const token of [accessToken, ...forged]) {
    for (const tool of ['look', 'read_note', 'unknown']) {
      const answer = await callMcp(app.mcpUrl, tool, tool === 'read_note' ? { id: 'note-9' } : {}, bearer(token))
      answers.push(answer.text, reach(answer.headers))
    }
    answers.push(await (await fetch(`${app.url}/look`, { headers: bearer(token) })).text())
  }
  expect(seen.length).toBeGreaterThan(3)
  expect(app.lines.length).toBeGreaterThan(forged.length)
  const everything = [...seen, ...answers, reach(app.lines)].join('\n')
  for (const token of [accessToken, ...forged]) {
    // neither whole nor the part that is worth stealing
    const signature = token.split('.')[2] ?? ''
    for (const secret of [token, signature].filter((text) => text.length > 20)) expect(everything.includes(secret)).toBe(false)
  }
})
