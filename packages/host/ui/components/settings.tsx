import { useId } from 'preact/hooks'
import type { HostSettings } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'

const THEMES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const LOCALES = ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'pt-BR', 'ja-JP', 'ar-EG']

/** What a person may switch to see an app under other conditions; views are told at once. */
export function Settings({ settings }: { settings: HostSettings }) {
  const page = usePage()
  const themeName = useId()
  const change = (body: Partial<HostSettings>): void => void page.run('/api/settings', body)
  const locales = LOCALES.includes(settings.locale) ? LOCALES : [settings.locale, ...LOCALES]
  return (
    <>
      <fieldset class="segmented">
        <legend class="sr-only">Theme</legend>
        {THEMES.map(([theme, label]) => (
          <label key={theme}>
            <input type="radio" name={themeName} checked={settings.theme === theme} onChange={() => change({ theme })} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label class="select">
        <span class="sr-only">Locale of the apps</span>
        <select value={settings.locale} onChange={(event) => change({ locale: event.currentTarget.value })}>
          {locales.map((locale) => (
            <option key={locale} value={locale}>
              {locale}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
