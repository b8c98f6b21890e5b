import { describe, expect, it } from 'vitest'
import { createBackendAccess, withAccess } from './backend-access.ts'

const answer = (status: number) => new Response(null, { status })

/** An app that gives out the listed tokens in turn; what is no token it throws. */
function app(...tokens: Array<string | null | Error>) {
  let asked = 0
  const access = createBackendAccess(async () => {
    const next = tokens[asked] ?? null
    asked += 1
    if (next instanceof Error) throw next
    return next
  })
  return { access, asked: () => asked }
}

describe('leave to write by HTTP', () => {
  it('X31 sends the token there is, and asks for none while it is good', async () => {
    const { access, asked } = app('t2')
    access.offer('t1')
    const used: unknown[] = []
    await withAccess(access, async (token) => (used.push(token), answer(200)))
    expect([used, asked()]).toEqual([['t1'], 0])
  })

  it('X31 on a 401 asks for another and calls once more, once', async () => {
    const { access, asked } = app('t2', 't3')
    access.offer('t1')
    const used: unknown[] = []
    const refused = await withAccess(access, async (token) => (used.push(token), answer(401)))
    expect([used, asked(), refused.status]).toEqual([['t1', 't2'], 1, 401])
    await withAccess(access, async (token) => (used.push(token), answer(200)))
    expect(used.at(-1)).toBe('t2')
  })

  it('several refused at once ask once, and one who comes late takes what they got', async () => {
    const { access, asked } = app('t2', 't3')
    access.offer('t1')
    expect(await Promise.all([access.renew('t1'), access.renew('t1'), access.renew('t1')])).toEqual(['t2', 't2', 't2'])
    expect(await access.renew('t1')).toBe('t2')
    expect(asked()).toBe(1)
  })

  it('keeps the refusal when the app has no token to give, and fails when nobody answered', async () => {
    const none = app(null)
    expect((await withAccess(none.access, async () => answer(401))).status).toBe(401)
    const silent = app(new Error('gone'), 't1')
    await expect(withAccess(silent.access, async () => answer(401))).rejects.toThrow('gone')
    expect(await silent.access.renew(null)).toBe('t1')
  })

  it('a result without a token takes none away, and a server without tokens is never asked for one', async () => {
    const { access } = app()
    access.offer('t1')
    access.offer(null)
    expect(access.token()).toBe('t1')
    expect((await withAccess(undefined, async (token) => answer(token === null ? 401 : 200))).status).toBe(401)
  })
})
