import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openApp } from '../testing/open-app.ts'
import type { App } from '../app.ts'

test('SEC22 a subscription that is not kept is not promised', async () => {
  const apps: App[] = []
  const { mcpUrl } = await openApp((app) => void apps.push(app), { mcp: { legacySessions: true, changes: true } })
  const client = new Client({ name: 't', version: '1' }, {})
  const heard: string[] = []
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri))
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
  onTestFinished(() => client.close())
  const refused: string[] = []
  for (let i = 0; i <= 100; i++) await client.subscribeResource({ uri: `notes://${i}` }).catch(() => refused.push(`notes://${i}`))
  apps[0]?.notify.resourceUpdated('notes://100')
  apps[0]?.notify.resourceUpdated('notes://1')
  await vi.waitFor(() => expect(heard).toContain('notes://1'))
  expect([...heard, ...refused]).toContain('notes://100')
})

test('SEC22 the URI of a subscription is bounded', async () => {
  const { mcpUrl } = await openApp(() => {}, { mcp: { legacySessions: true, changes: true } })
  const client = new Client({ name: 't', version: '1' }, {})
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
  onTestFinished(() => client.close())
  await expect(client.subscribeResource({ uri: `notes://${'x'.repeat(400_000)}` })).rejects.toThrow()
})
