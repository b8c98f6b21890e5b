import { expect, onTestFinished, test } from 'vitest'
import { startHost } from '../../packages/host/src/start-host.ts'
import { pipePageDir } from '../../packages/host/src/testing/pipe-page.ts'
import { startThirdParty } from './start-third-party.ts'

test('H23 the published lazy-auth server lets a person in, and its secret is told after the sign-in', async () => {
  const app = await startThirdParty('lazy-auth')
  onTestFinished(app.close)
  const host = await startHost({ apps: [{ name: 'lazy', mcpUrl: app.mcpUrl }], port: 0, sandboxPort: 0, pageDir: await pipePageDir() })
  onTestFinished(host.close)
  const { core } = host
  await core.connect()
  const entryId = await core.callTool({ app: 'lazy', tool: 'get_secret', arguments: {}, isApproved: true })
  await core.whenIdle()
  expect(core.getState().conversation.entries.at(-1)).toMatchObject({ phase: 'failed', error: { kind: 'auth' } })
  expect(core.getState().apps[0]).toMatchObject({ status: 'connected', signIn: { status: 'needed' } })

  const address = await core.servers.signIn('lazy')
  const page = await (await fetch(address)).text()
  const approve = /href="([^"]+)"[^>]*class="btn approve"|class="btn approve"[^>]*href="([^"]+)"/.exec(page)
  const to = (approve?.[1] ?? approve?.[2] ?? '').replaceAll('&amp;', '&')
  const end = await fetch(new URL(to, address))
  expect(end.url).toBe(`${host.url}/oauth/connected`)
  expect(core.getState().apps[0]?.signIn).toMatchObject({ status: 'signed-in', granted: ['read:secret'] })
  core.retryCall(entryId)
  await core.whenIdle()
  expect(core.getState().conversation.entries.at(-1)).toMatchObject({ kind: 'tool', by: 'person', phase: 'done' })
})
