import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Choices<Value extends string> {
  label: string
  value: Value
  choices: ReadonlyArray<readonly [value: Value, words: string]>
  onChange(value: Value): void
  /** What the setting does, in a few quiet words under it. */
  hint?: string
}

/** A few choices side by side. */
export function SegmentedField<Value extends string>({ label, value, choices, onChange, hint }: Choices<Value>) {
  const name = useId()
  return (
    <fieldset class="setting">
      <legend>{label}</legend>
      <div class="segmented">
        {choices.map(([choice, words]) => (
          <label key={choice}>
            <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
      <Hint text={hint} />
    </fieldset>
  )
}

/** Many choices, one shown. */
export function SelectField<Value extends string>({ label, value, choices, onChange, hint }: Choices<Value>) {
  const id = useId()
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      <span class="select">
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
          {choices.map(([choice, words]) => (
            <option key={choice} value={choice}>
              {words}
            </option>
          ))}
        </select>
      </span>
      <Hint text={hint} />
    </div>
  )
}

/** On or off. */
export function SwitchField({ label, isOn, onChange, hint }: { label: string; isOn: boolean; onChange(isOn: boolean): void; hint?: string }) {
  const id = useId()
  return (
    <div class="setting setting-switch">
      <input id={id} type="checkbox" role="switch" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
      <Hint text={hint} />
    </div>
  )
}

export function SettingsGroup({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="settings-group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

function Hint({ text }: { text: string | undefined }) {
  return text === undefined ? null : <p class="setting-hint">{text}</p>
}
