import { expect, test } from 'vitest'
import type { AppState, SignInState } from '../api/host-state.ts'
import { appCondition, worstCondition } from './app-condition.ts'

const app = (status: AppState['status'], signIn: SignInState['status']) => ({ status, signIn: { status: signIn } })

test('H23 an app that waits for a sign-in has not failed', () => {
  expect(appCondition(app('failed', 'needed'))).toBe('sign-in')
  expect(appCondition(app('failed', 'waiting'))).toBe('sign-in')
  expect(appCondition(app('failed', 'none'))).toBe('failed')
  expect(appCondition(app('connected', 'needed'))).toBe('connected')
})

test('H23 of several apps the one that is worst off is named', () => {
  expect(worstCondition([app('connected', 'none'), app('failed', 'needed')])).toBe('sign-in')
  expect(worstCondition([app('failed', 'needed'), app('failed', 'none')])).toBe('failed')
  expect(worstCondition([app('connecting', 'none'), app('connected', 'none')])).toBe('connecting')
  expect(worstCondition([app('connected', 'none')])).toBe('connected')
})
