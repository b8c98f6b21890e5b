import type { AppState, SignInState } from '../api/host-state.ts'

/** How an app is, as a person is told: `sign-in` = its server shows nothing to strangers, which is no failure. */
export type AppCondition = AppState['status'] | 'sign-in'

interface AppParts {
  status: AppState['status']
  signIn: Pick<SignInState, 'status'>
}

const FROM_WORST: readonly AppCondition[] = ['failed', 'sign-in', 'connecting']

export function appCondition({ status, signIn }: AppParts): AppCondition {
  return status === 'failed' && (signIn.status === 'needed' || signIn.status === 'waiting') ? 'sign-in' : status
}

/** The condition of the app that is worst off; `connected` when there is none. */
export function worstCondition(apps: readonly AppParts[]): AppCondition {
  const conditions = apps.map(appCondition)
  return FROM_WORST.find((condition) => conditions.includes(condition)) ?? 'connected'
}
