import { AppError } from '@lockstep/contract'
import type { HostSettings, PlatformChoice } from '../api/settings-state.ts'
import type { PlatformProfile, Platforms } from '../platforms/platform-profile.ts'
import { playPlatform } from '../platforms/play-platform.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'
import { restoreSettings } from './settings-schema.ts'

/** What is chosen, and the platform that follows from it. */
export interface SettingsStore {
  get(): HostSettings
  /** The platform as it is played now. */
  profile(): PlatformProfile
  /** What `change` did; `platform` = another platform is played from now on. @throws {AppError} HOST_BAD_SETTING, and nothing is changed */
  change(change: Partial<HostSettings>): 'nothing' | 'settings' | 'platform'
  readonly choices: readonly PlatformChoice[]
}

export function createSettingsStore(platforms: Platforms, saved: Readonly<Record<string, unknown>>): SettingsStore {
  const restored = restoreSettings(saved)
  // A platform that was there when the settings were saved may be gone.
  let settings = Object.hasOwn(platforms, restored.profile) ? restored : { ...restored, profile: DEFAULT_SETTINGS.profile }
  let played = play(settings)

  function play(next: HostSettings): PlatformProfile {
    const platform = Object.hasOwn(platforms, next.profile) ? platforms[next.profile] : undefined
    if (platform === undefined) {
      const known = Object.keys(platforms).join(', ')
      throw new AppError('HOST_BAD_SETTING', `Expected one of the platforms ${known}, got ${next.profile}.`, {
        blame: 'user',
        data: { path: 'profile' },
      })
    }
    return playPlatform(platform, next)
  }

  return {
    get: () => settings,
    profile: () => played,
    change(change) {
      const next = { ...settings, ...change }
      if (JSON.stringify(next) === JSON.stringify(settings)) return 'nothing'
      played = play(next)
      const isOther = next.profile !== settings.profile
      settings = next
      return isOther ? 'platform' : 'settings'
    },
    choices: Object.entries(platforms).map(([id, { offers }]) => ({ id, title: offers.title, hasViews: offers.rendersMimeTypes.length > 0 })),
  }
}
