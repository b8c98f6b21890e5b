import type { Hono } from 'hono'
import { AppError } from '@lockstep/contract'
import type { HostCore } from '../core/host-core.ts'
import { SIGN_IN_PAGE_HEADERS, signInPage } from './sign-in-pages.ts'

/**
 * Where an authorization server sends the browser back to. The one change that a GET makes here: it needs the unguessable `state` of a sign-in that
 * the person began, and counts once. The answer leads on to an address without the code.
 */
export function addSignInRoutes(app: Hono, core: HostCore): void {
  app.get('/oauth/callback', async (c) => {
    const end = await core.servers.finishSignIn(new URL(c.req.url).searchParams).then(
      () => '/oauth/connected',
      (error: unknown) => {
        if (error instanceof AppError && error.blame === 'user') return '/oauth/failed'
        throw error
      },
    )
    return c.body(null, 303, { ...SIGN_IN_PAGE_HEADERS, location: end })
  })
  app.get('/oauth/connected', (c) => c.html(signInPage(true), 200, SIGN_IN_PAGE_HEADERS))
  app.get('/oauth/failed', (c) => c.html(signInPage(false), 200, SIGN_IN_PAGE_HEADERS))
}
