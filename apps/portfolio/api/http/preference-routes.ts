import type { Hono } from 'hono'
import { preferencesSchema } from '../../shared/api-types.ts'
import { KEY_KIND, keyWrite, requestKey, requireSame } from '../store/request-key.ts'
import { writeRequest, type ApiParts, type ApiVariables } from './api-context.ts'
import { readBody } from './read-body.ts'

const KIND = 'preferences'
const DEFAULTS = { sort: 'updated' } as const

/** What a contractor likes, on every device: how projects are sorted. */
export function addPreferenceRoutes(app: Hono<{ Variables: ApiVariables }>, { store, now }: ApiParts): void {
  const { documents } = store
  const read = (value: unknown) => (value === undefined ? DEFAULTS : preferencesSchema.parse(value))

  app.get('/api/preferences', async (c) => {
    const key = c.get('owner')
    const { records } = await documents.load({ documentId: '', records: [{ kind: KIND, key }] })
    return c.json(read(records.get(`${KIND}:${key}`)?.value))
  })

  app.put('/api/preferences', async (c) => {
    const wish = await readBody(c, preferencesSchema)
    const request = writeRequest(c, wish)
    const { owner } = request
    const records = [
      { kind: KIND, key: owner },
      { kind: KEY_KIND, key: requestKey(request) },
    ]
    const kept = await documents.commit({ documentId: `${KIND}:${owner}`, records }, (loaded) => {
      const isRepeat = requireSame(loaded.records.get(`${KEY_KIND}:${requestKey(request)}`)?.value, request) !== null
      if (isRepeat) return { writes: [], result: read(loaded.records.get(`${KIND}:${owner}`)?.value) }
      return {
        writes: [{ type: 'record', record: { kind: KIND, key: owner, value: wish, expiresAt: null } }, keyWrite(request, now())],
        result: wish,
      }
    })
    return c.json(kept)
  })
}
