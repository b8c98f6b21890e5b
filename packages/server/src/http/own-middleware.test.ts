import { HTTPException } from 'hono/http-exception'
import { expect, test } from 'vitest'
import { openApp } from '../testing/open-app.ts'

test('a refusal of Hono’s own middleware keeps its status', async () => {
  const { url } = await openApp((app) => {
    app.hono.get('/admin', () => {
      throw new HTTPException(401, { message: 'no' })
    })
  })
  expect((await fetch(`${url}/admin`)).status).toBe(401)
})
