import { AppError } from '@lockstep/contract'
import { isLoopbackHost } from '@lockstep/host'
import type { App } from './config/app.ts'

/** A sign-in without a browser, at the development authorization server: @lockstep/dev-auth, as far as it is used here. */
export interface DevSignIn {
  /** Presses the button of a user on the page at an authorization URL; the address that a browser would be sent back to. */
  answer(authorizationUrl: URL, user: string): Promise<URL>
  /** The user of an app that names none itself. */
  usualUser: string
}

/** A core of @lockstep/host, as far as it is used here. */
export interface SignInCore {
  getState(): { apps: ReadonlyArray<{ name: string; signIn: { status: string } }> }
  readonly servers: { signIn(name: string): Promise<string>; finishSignIn(answer: URLSearchParams): Promise<string> }
}

export interface SignInOptions {
  /** Who signs in everywhere; null = the first user of each app whose configuration has `devAuth`. */
  user: string | null
  loadDevSignIn(): Promise<DevSignIn>
  print(line: string): void
}

/**
 * Signs in to the apps whose servers asked for it, at the development authorization server, on this machine only.
 * @throws {AppError} CLI_NEEDS_SIGN_IN, CLI_SIGN_IN_ELSEWHERE, CLI_SIGN_IN_FAILED, CLI_AUTH_MISSING (blame user)
 */
export async function signInApps(apps: readonly App[], core: SignInCore, options: SignInOptions): Promise<void> {
  const asking = core.getState().apps.filter(({ signIn }) => signIn.status === 'needed')
  for (const { name } of asking) {
    const devAuth = apps.find((app) => app.name === name)?.devAuth ?? null
    if (options.user === null && devAuth === null) {
      throw refusal(
        'CLI_NEEDS_SIGN_IN',
        `${name} asks for a sign-in. With the development authorization server, name one of its users: lockstep golden --user ada. ${ON_THE_PAGE}`,
      )
    }
    const url = new URL(await core.servers.signIn(name).catch((error: unknown) => fail(name, error)))
    if (!isLoopbackHost(url.hostname)) {
      throw refusal(
        'CLI_SIGN_IN_ELSEWHERE',
        `${name} asks for a sign-in at ${url.origin}, which is not the development authorization server of this machine. ${ON_THE_PAGE}`,
      )
    }
    const { answer, usualUser } = await options.loadDevSignIn()
    // one development server serves all apps, with the users of the one that names any
    const named = apps.map((app) => firstUser(app.devAuth)).find((id) => id !== null)
    const user = options.user ?? firstUser(devAuth) ?? named ?? usualUser
    try {
      const back = await answer(url, user)
      await core.servers.finishSignIn(back.searchParams)
    } catch (error) {
      fail(`${name}, as "${user}" at ${url.origin}`, error)
    }
    options.print(`${name}: signed in as ${user}`)
  }
}

const ON_THE_PAGE = 'Any other sign-in needs a person: run lockstep dev, connect on the page, and try the prompts in the tab Golden.'

/** Of options that the development authorization server itself has checked, where it runs. */
function firstUser(devAuth: App['devAuth']): string | null {
  const users: unknown = devAuth?.['users']
  const first: unknown = Array.isArray(users) ? users[0] : null
  return typeof first === 'object' && first !== null && 'id' in first && typeof first.id === 'string' ? first.id : null
}

/** Whatever that server is, it did not let this user in, and the person chose both. */
function fail(what: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error)
  throw new AppError('CLI_SIGN_IN_FAILED', `Expected to sign in to ${what}, but: ${reason}`, { blame: 'user', cause: error })
}

function refusal(code: string, message: string): AppError {
  return new AppError(code, message, { blame: 'user' })
}
