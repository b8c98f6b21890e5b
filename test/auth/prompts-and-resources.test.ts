import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { signIn } from '@lockstep/dev-auth'
import { reply, type App } from '@lockstep/server'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openSignedInApp, type SignedInApp } from './support/signed-in-app.ts'

const NOTHING = z.strictObject({})

/** One tool that anybody may call: from then on requests without a token come in. */
function declareAll(app: App): void {
  const open = { title: 'Open', description: 'For all', auth: [{ type: 'noauth' as const }] }
  app.tool('open', { ...open, effect: 'read', input: NOTHING, output: NOTHING }, () => reply({ model: {}, text: 'x' }))
  app.prompt('open', open, () => 'for all')
  app.prompt(
    'own',
    { title: 'O', description: 'O', arguments: z.strictObject({ id: z.string() }), complete: { id: own } },
    (_, { auth }) => `of ${auth?.subject}`,
  )
  app.resource('notes://open', open, () => 'for all')
  app.resource('notes://mine', { title: 'M', description: 'M' }, (_, { auth }) => `of ${auth?.subject}`)
  app.resource(
    'notes://{id}/text',
    { title: 'N', description: 'N', complete: { id: own }, list: ({ auth }) => [{ uri: `notes://${auth?.subject}/text`, name: 'Mine' }] },
    ({ id }) => id ?? '',
  )
  app.resource('notes://shared', { title: 'S', description: 'S', auth: [{ type: 'oauth2', scopes: ['notes:share'] }] }, () => 'shared')

  function own(typed: string, _: unknown, { auth }: { auth: { subject: string } | null }): string[] {
    return [`${typed} of ${auth?.subject}`]
  }
}

async function connect(app: SignedInApp, user: string | null): Promise<Client> {
  const token = user === null ? null : (await signIn(app.issuer, { user, resource: app.mcpUrl, scopes: [] })).accessToken
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` }
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(app.mcpUrl), { requestInit: { headers } }))
  onTestFinished(() => client.close())
  return client
}

test('SEC18 SEC23 beside a tool for everybody, prompts, resources and suggestions stay closed unless they say otherwise', async () => {
  const app = await openSignedInApp(declareAll)
  const nobody = await connect(app, null)
  const signedOut = { code: -32602, data: { code: 'auth_required', reason: 'signed_out' } }
  const asPrompt = { ref: { type: 'ref/prompt' as const, name: 'own' }, argument: { name: 'id', value: 'x' } }
  const asResource = { ref: { type: 'ref/resource' as const, uri: 'notes://{id}/text' }, argument: { name: 'id', value: 'x' } }
  await expect(nobody.getPrompt({ name: 'own', arguments: { id: '1' } })).rejects.toMatchObject(signedOut)
  await expect(nobody.readResource({ uri: 'notes://mine' })).rejects.toMatchObject(signedOut)
  await expect(nobody.readResource({ uri: 'notes://7/text' })).rejects.toMatchObject(signedOut)
  await expect(nobody.complete(asPrompt)).rejects.toMatchObject(signedOut)
  await expect(nobody.complete(asResource)).rejects.toMatchObject(signedOut)
  expect((await nobody.getPrompt({ name: 'open' })).messages[0]?.content).toMatchObject({ text: 'for all' })
  expect((await nobody.readResource({ uri: 'notes://open' })).contents[0]).toMatchObject({ text: 'for all' })
  // that there are notes is no secret, whose there are is
  expect((await nobody.listResources()).resources.map(({ uri }) => uri)).toEqual(['notes://open', 'notes://mine', 'notes://shared'])

  const ada = await connect(app, 'ada')
  expect((await ada.getPrompt({ name: 'own', arguments: { id: '1' } })).messages[0]?.content).toMatchObject({ text: 'of ada' })
  expect((await ada.readResource({ uri: 'notes://mine' })).contents[0]).toMatchObject({ text: 'of ada' })
  expect((await ada.complete(asPrompt)).completion.values).toEqual(['x of ada'])
  expect((await ada.listResources()).resources.map(({ uri }) => uri)).toContain('notes://ada/text')
  await expect(ada.readResource({ uri: 'notes://shared' })).rejects.toMatchObject({
    code: -32602,
    data: { code: 'auth_required', reason: 'insufficient_scope', scopes: expect.arrayContaining(['notes:share']) },
  })
})
