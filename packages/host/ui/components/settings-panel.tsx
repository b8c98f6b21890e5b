import { REQUEST_META, type DisplayMode } from '@lockstep/contract'
import type { HostState, HostSettings } from '../../src/api/host-state.ts'
import { usePage } from '../store/page.ts'
import { SegmentedField, SelectField, SettingsGroup, SwitchField } from './settings-fields.tsx'

const LOCALES: ReadonlyArray<readonly [string, string]> = [
  ['en-US', 'English (US)'],
  ['en-GB', 'English (UK)'],
  ['de-DE', 'Deutsch'],
  ['fr-FR', 'Français'],
  ['es-ES', 'Español'],
  ['pt-BR', 'Português'],
  ['ja-JP', '日本語'],
  ['ar-EG', 'العربية (right to left)'],
  ['he-IL', 'עברית (right to left)'],
]
const ZONES = ['system', 'UTC', 'America/Los_Angeles', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo', 'Pacific/Auckland']
const TEXT_SIZES = ['100', '125', '150', '200'] as const
const MAX_HEIGHTS: ReadonlyArray<readonly [string, string]> = [
  ['0', 'The platform’s'],
  ['300', '300 px'],
  ['480', '480 px'],
  ['720', '720 px'],
]

/** What a request may tell a server of its person, in the order of how much it says. */
const HINTS: ReadonlyArray<readonly [key: string, words: string]> = [
  [REQUEST_META.session, 'The conversation'],
  [REQUEST_META.subject, 'The person, anonymous'],
  [REQUEST_META.locale, 'Locale'],
  [REQUEST_META.userAgent, 'User agent'],
  [REQUEST_META.userLocation, 'Place (made up)'],
  [REQUEST_META.organization, 'Organization (made up)'],
]

/** Everything a person may switch to see an app under other conditions; open views are told at once. */
export function SettingsPanel({ host: { settings, platforms } }: { host: HostState }) {
  const page = usePage()
  const change = (body: Partial<HostSettings>): void => void page.run('/api/settings', body)
  return (
    <div class="settings-panel">
      <SettingsGroup title="Platform">
        <SelectField
          label="Plays"
          value={settings.profile}
          choices={platforms.map(({ id, title }) => [id, title] as const)}
          onChange={(profile) => change({ profile })}
        />
        <SegmentedField
          label="Old forms of arguments"
          value={settings.strictness}
          choices={[
            ['lenient', 'Take and warn'],
            ['strict', 'Refuse'],
          ]}
          onChange={(strictness) => change({ strictness })}
        />
        <SegmentedField
          label="A view that declares no CSP"
          value={settings.undeclaredCsp}
          choices={[
            ['strict', 'Strict'],
            ['permissive', 'Open, marked'],
          ]}
          onChange={(undeclaredCsp) => change({ undeclaredCsp })}
        />
        <SegmentedField
          label="A view’s HTML"
          value={settings.templateCache}
          choices={[
            ['fresh', 'Read anew'],
            ['hour', 'Kept an hour'],
          ]}
          onChange={(templateCache) => change({ templateCache })}
        />
        <SegmentedField
          label="A view’s message while the model is busy"
          value={settings.followUpsWhileBusy}
          choices={[
            ['queue', 'Waits'],
            ['ignore', 'Is dropped'],
          ]}
          onChange={(followUpsWhileBusy) => change({ followUpsWhileBusy })}
        />
        <SegmentedField
          label="Files that views may upload"
          value={settings.uploadTypes}
          choices={[
            ['any', 'All'],
            ['images', 'Pictures only'],
          ]}
          onChange={(uploadTypes) => change({ uploadTypes })}
        />
        <SwitchField label="File picker (selectFiles)" isOn={settings.hasFilePicker} onChange={(hasFilePicker) => change({ hasFilePicker })} />
        <SwitchField
          label="Picture in picture"
          isOn={!settings.displayModesOff.includes('pip')}
          onChange={(isOn) => change({ displayModesOff: withMode(settings.displayModesOff, 'pip', !isOn) })}
        />
      </SettingsGroup>
      <div class="settings-column">
        <SettingsGroup title="Device">
          <SegmentedField
            label="Device"
            value={settings.device}
            choices={[
              ['desktop', 'Desktop'],
              ['tablet', 'Tablet'],
              ['phone', 'Phone'],
              ['phone-small', '320 px'],
            ]}
            onChange={(device) => change({ device })}
          />
          <SegmentedField
            label="Pointing"
            value={settings.input}
            choices={[
              ['device', 'As the device'],
              ['mouse', 'Mouse'],
              ['touch', 'Touch'],
            ]}
            onChange={(input) => change({ input })}
          />
          <SelectField
            label="Height a view may grow to"
            value={String(settings.maxHeightPx)}
            choices={withOwn(MAX_HEIGHTS, String(settings.maxHeightPx))}
            onChange={(px) => change({ maxHeightPx: Number(px) })}
          />
          <SegmentedField
            label="Safe area"
            value={settings.safeAreaInsets === null ? 'device' : 'large'}
            choices={[
              ['device', 'As the device'],
              ['large', '48 px around'],
            ]}
            onChange={(area) => change({ safeAreaInsets: area === 'device' ? null : { top: 48, right: 48, bottom: 48, left: 48 } })}
          />
        </SettingsGroup>
        <SettingsGroup title="Hints to servers">
          {HINTS.map(([key, words]) => (
            <SwitchField
              key={key}
              label={words}
              isOn={!settings.hintsOff.includes(key)}
              onChange={(isOn) => change({ hintsOff: isOn ? settings.hintsOff.filter((off) => off !== key) : [...settings.hintsOff, key] })}
            />
          ))}
        </SettingsGroup>
      </div>
      <SettingsGroup title="Person">
        <SegmentedField
          label="Theme"
          value={settings.theme}
          choices={[
            ['system', 'System'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
          onChange={(theme) => change({ theme })}
        />
        <SegmentedField
          label="Text size in views"
          value={String(settings.textSizePercent)}
          choices={withOwn(
            TEXT_SIZES.map((size) => [size, `${size} %`] as const),
            String(settings.textSizePercent),
          )}
          onChange={(size) => change({ textSizePercent: Number(size) })}
        />
        <SegmentedField
          label="Motion"
          value={settings.reducedMotion}
          choices={[
            ['system', 'System'],
            ['reduce', 'Reduced'],
            ['no-preference', 'Full'],
          ]}
          onChange={(reducedMotion) => change({ reducedMotion })}
        />
        <SelectField label="Locale" value={settings.locale} choices={withOwn(LOCALES, settings.locale)} onChange={(locale) => change({ locale })} />
        <SelectField
          label="Time zone"
          value={settings.timeZone}
          choices={withOwn(
            ZONES.map((zone) => [zone, zone === 'system' ? 'System' : zone] as const),
            settings.timeZone,
          )}
          onChange={(timeZone) => change({ timeZone })}
        />
      </SettingsGroup>
    </div>
  )
}

function withMode(modes: readonly DisplayMode[], mode: DisplayMode, isOff: boolean): DisplayMode[] {
  return isOff ? [...new Set([...modes, mode])] : modes.filter((each) => each !== mode)
}

/** A value set by other means (a test, a link) is a choice, too. */
function withOwn(choices: ReadonlyArray<readonly [string, string]>, own: string): ReadonlyArray<readonly [string, string]> {
  return choices.some(([value]) => value === own) ? choices : [[own, own], ...choices]
}
