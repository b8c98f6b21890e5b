import type { HostState } from '../../src/api/host-state.ts'
import { Disclosure } from './disclosure.tsx'
import { Icon } from './icon.tsx'
import { SettingsPanel } from './settings-panel.tsx'

const DEVICES = { desktop: 'Desktop', tablet: 'Tablet', phone: 'Phone', 'phone-small': 'Small phone' } as const

/** Which platform is played on which device, at a glance; unfolds into everything that can be switched. */
export function Settings({ host }: { host: HostState }) {
  const { profile, device } = host.settings
  const words = `${host.platforms.find(({ id }) => id === profile)?.title ?? profile} · ${DEVICES[device]}`
  return (
    <Disclosure
      class="settings end"
      label={`Settings: ${words}`}
      summary={
        <>
          <Icon name="sliders" /> <span class="button-text">{words}</span>
        </>
      }
    >
      <SettingsPanel host={host} />
    </Disclosure>
  )
}
