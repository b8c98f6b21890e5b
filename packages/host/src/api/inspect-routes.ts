import type { Hono } from 'hono'
import type { HostCore } from '../core/host-core.ts'
import type { ApiError } from './host-state.ts'

/** What only the inspector reads, and only when it is looked at: `HostReads`. */
export function addInspectRoutes(app: Hono, core: HostCore): void {
  app.get('/api/messages', (c) => c.json(core.log.list(Number(c.req.query('after')) || 0)))
  app.get('/api/messages/export', (c) => c.json({ messages: core.log.listWhole() }))
  app.get('/api/messages/:seq', (c) => {
    const message = core.log.find(Number(c.req.param('seq')))
    if (message !== null) return c.json(message)
    const error: ApiError = { error: { code: 'HOST_NO_SUCH_MESSAGE', message: 'Expected the number of a message that is still kept.' } }
    return c.json(error, 404)
  })
  app.get('/api/golden', (c) => c.json({ report: core.golden.report() }))
  app.get('/api/metadata', async (c) => c.json(await core.readMetadata()))
}
