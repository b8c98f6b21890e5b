import { AppError } from '@lockstep/contract'
import { isLoopbackName } from '../http/request-guard.ts'

/** Set by `lockstep dev`: where views come from while they are edited. */
export const VIEW_DEV_VARIABLE = 'LOCKSTEP_VIEW_DEV'

/**
 * The view server's origin, or null where views come from files, as they always do in production. It goes into the views' CSP, so that nothing but
 * this machine may stand in it.
 * @throws {AppError} VIEW_DEV_INVALID (blame user).
 */
export function readDevOrigin(env: Readonly<Record<string, string | undefined>>): string | null {
  const value = env[VIEW_DEV_VARIABLE] ?? ''
  if (value === '' || env['NODE_ENV'] === 'production') return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (url !== null && url.origin === value && /^https?:$/.test(url.protocol) && isLoopbackName(url.hostname)) return value
  throw new AppError('VIEW_DEV_INVALID', `Expected ${VIEW_DEV_VARIABLE} to be an http origin on this machine, got '${value}'. Unset it.`, {
    blame: 'user',
  })
}
