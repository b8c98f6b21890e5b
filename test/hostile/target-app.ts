import { createApp, reply, toolError, type App, type AppOptions } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import type { Logger } from 'pino'
import { z } from 'zod'

/** A word that stands in the code, the errors and the store of the target, and in no answer. */
export const SECRET = 'canary-7f3a'

const NOTHING = z.strictObject({})

/** A small app with one of each kind, for everything that is thrown at it. */
export function createTargetApp(logger: Logger, more: Partial<AppOptions> = {}): App {
  const common = { name: 'target', version: '1.0.0', store: memory(), logger, isDevelopment: false, mcp: { legacySessions: true, changes: true } }
  const app = createApp({ ...common, ...more })
  const any = z.strictObject({ text: z.string(), more: z.record(z.string(), z.unknown()).optional() })
  app.tool(
    'echo',
    { title: 'Echo', description: 'Says it again.', effect: 'read', input: any, output: z.strictObject({ text: z.string() }) },
    ({ text }) => reply({ model: { text }, text }),
  )
  app.tool(
    'counted',
    { title: 'Counted', description: 'Takes numbers.', effect: 'read', input: z.strictObject({ n: z.int().min(0).max(99) }), output: NOTHING },
    ({ n }) => reply({ model: {}, text: `${n}` }),
  )
  app.tool('broken', { title: 'Broken', description: 'Fails.', effect: 'read', input: NOTHING, output: NOTHING }, () => {
    throw new Error(`select secret from vault where word = '${SECRET}' at /srv/app/vault.ts:12`)
  })
  app.tool('refused', { title: 'Refused', description: 'Refuses.', effect: 'read', input: NOTHING, output: NOTHING }, () => {
    throw toolError('not_yours', 'That is not yours. Ask for another one.')
  })
  app.tool(
    'of_the_view',
    { title: 'View', description: 'For the view.', effect: 'write', visibility: ['app'], once: 'own', input: NOTHING, output: NOTHING },
    () => reply({ model: {}, text: 'done' }),
  )
  app.prompt('topic', { title: 'Topic', description: 'About it.', arguments: z.strictObject({ about: z.string() }) }, ({ about }) => about)
  app.resource('target://{id}/text', { title: 'Text', description: 'Text by id.' }, ({ id }) => `text of ${id}`)
  app.resource('target://broken', { title: 'Broken', description: 'Fails.' }, () => {
    throw new Error(`ENOENT: no such file /srv/${SECRET}`)
  })
  app.route('POST', '/door', ({ body }) => ({ json: { got: body } }), { origin: 'optional' })
  app.route('GET', '/broken', () => {
    throw new Error(`relation "${SECRET}" does not exist`)
  })
  return app
}
