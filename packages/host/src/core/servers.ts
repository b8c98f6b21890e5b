import { AppError } from '@lockstep/contract'
import type { AppSignIn } from '../auth/app-sign-in.ts'
import type { AppRegistry } from './app-registry.ts'

export interface ServersOptions {
  apps: AppRegistry
  /** Takes the views of an app away that is not there any more. */
  closeViews(app: string): Promise<void>
  trace(name: string, detail: Record<string, unknown>): void
  onChange(): void
}

/** What the person does about servers: which there are, and who one is to them. */
export interface Servers {
  /** Makes a server known by its address and connects to it; resolves when it answered or failed. Its name. @throws {AppError} HOST_BAD_URL */
  add(mcpUrl: string): Promise<string>
  /** @throws {AppError} HOST_NO_SUCH_APP, HOST_APP_CONFIGURED */
  remove(name: string): Promise<void>
  /** The address at which the person signs in. @throws {AppError} HOST_NO_SUCH_APP, HOST_SIGN_IN_FAILED */
  signIn(name: string): Promise<string>
  cancelSignIn(name: string): void
  signOut(name: string): Promise<void>
  /** Takes what an authorization server sent the browser back with. The name of the app. @throws {AppError} HOST_SIGN_IN_FAILED */
  finishSignIn(answer: URLSearchParams): Promise<string>
}

export function createServers({ apps, closeViews, trace, onChange }: ServersOptions): Servers {
  function signInOf(name: string): AppSignIn {
    const found = apps.find(name)
    if (found === null) throw new AppError('HOST_NO_SUCH_APP', `Expected the name of a known app, got ${name}.`, { blame: 'user' })
    return found.signIn
  }

  return {
    async add(mcpUrl) {
      const name = apps.add(mcpUrl)
      trace('app.added', { app: name })
      await apps.refreshApp(name)
      return name
    },
    async remove(name) {
      await apps.remove(name)
      await closeViews(name)
      trace('app.removed', { app: name })
      onChange()
    },
    signIn: (name) => signInOf(name).start(),
    cancelSignIn: (name) => signInOf(name).cancel(),
    async signOut(name) {
      signInOf(name).signOut()
      trace('app.signed_out', { app: name })
      await apps.refreshApp(name)
    },
    async finishSignIn(answer) {
      const name = await apps.finishSignIn(answer)
      trace('app.signed_in', { app: name, issuer: signInOf(name).getState().issuer })
      return name
    },
  }
}
