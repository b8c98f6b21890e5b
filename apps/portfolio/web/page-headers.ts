import type { MiddlewareHandler } from 'hono'

/**
 * Headers of every page: scripts and styles of this origin alone, pictures of the files' origin, no frame around it, and no address of it told to
 * anybody. Only what is published may be kept or indexed; its route says so itself.
 */
export function pageHeaders(filesUrl: string): MiddlewareHandler {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' ${filesUrl}`,
    `connect-src 'self' ${filesUrl}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return async (c, next) => {
    await next()
    const isPublic = c.res.status === 200 && c.req.path.startsWith('/p/')
    c.header('content-security-policy', policy)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cross-origin-opener-policy', 'same-origin')
    if (!isPublic) c.header('x-robots-tag', 'noindex, nofollow')
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  }
}
