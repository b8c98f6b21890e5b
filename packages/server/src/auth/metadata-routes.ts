import { refuseMethod, type HttpApp } from '../http/create-http.ts'
import { metadataPath } from './auth-settings.ts'
import type { SignIn } from './sign-in.ts'

/**
 * Serves the protected resource metadata (RFC 9728), at its own address and at the plain one that ChatGPT looks at too. Without sign-in there
 * is nothing at any OAuth address: 404 is how a host learns that nobody has to sign in.
 * @see developers.openai.com/plugins/build/auth (checked 2026-11-21)
 */
export function mountAuthMetadata(http: HttpApp, signIn: SignIn | null, name: string): void {
  if (signIn === null) return
  const { settings } = signIn
  for (const path of [metadataPath('/'), `${metadataPath('/')}/*`]) {
    http.get(path, (context) => {
      const { pathname } = new URL(settings.resource)
      if (![metadataPath('/'), metadataPath('/mcp'), metadataPath(pathname)].includes(context.req.path)) return context.notFound()
      return context.json({
        resource: settings.resource,
        authorization_servers: settings.issuers,
        bearer_methods_supported: ['header'],
        resource_name: name,
        ...(settings.knownScopes.length === 0 ? {} : { scopes_supported: settings.knownScopes }),
      })
    })
    http.all(path, () => refuseMethod('GET, HEAD'))
  }
}
