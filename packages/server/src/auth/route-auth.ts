import { AppError } from '@lockstep/contract'
import type { ToolAuth } from './auth.ts'
import type { SignIn } from './sign-in.ts'

/** Whether a route needs a token: `optional` = without one the caller is nobody. */
export type RouteAuth = 'required' | 'optional' | { readonly scopes: readonly string[] }

/**
 * Who calls a route; null = nobody, where the route allows it. The app's own scopes count here too.
 * @throws {HttpRefusal} as SignIn.verifyRequest.
 */
export function authorizeRoute(signIn: SignIn, rule: RouteAuth, headers: Headers): Promise<ToolAuth | null> {
  const scopes = typeof rule === 'string' ? [] : rule.scopes
  return signIn.verifyRequest(headers, { isRequired: rule !== 'optional', scopes: [...new Set([...signIn.settings.scopes, ...scopes])] })
}

/** @throws {AppError} AUTH_MISSING (blame user) for a route that needs sign-in in an app without. */
export function checkRouteAuth(signIn: SignIn | null, routes: ReadonlyArray<{ method: string; path: string; auth: RouteAuth | null }>): void {
  const route = routes.find(({ auth }) => auth !== null)
  if (signIn !== null || route === undefined) return
  throw new AppError('AUTH_MISSING', `Route ${route.method} ${route.path} expects sign-in, but the app has none. Give createApp an 'auth'.`, {
    blame: 'user',
  })
}
