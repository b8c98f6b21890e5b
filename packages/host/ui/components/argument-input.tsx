import type { ArgumentField } from '../../src/api/host-state.ts'

export interface ArgumentInputProps {
  id: string
  field: ArgumentField
  value: string
  problem: string | null
  onChange(value: string): void
}

/** One field of the arguments card; what it holds is always the text as typed, the backend reads it by the tool's schema. */
export function ArgumentInput({ id, field, value, problem, onChange }: ArgumentInputProps) {
  const helpId = `${id}-help`
  const hasHelp = problem !== null || field.description !== ''
  const shared = { id, 'aria-invalid': problem !== null, 'aria-required': field.required, ...(hasHelp ? { 'aria-describedby': helpId } : {}) }
  return (
    <div class="field">
      <label for={id}>
        {field.label} {field.required ? null : <span class="quiet">optional</span>}
      </label>
      {control(field, value, onChange, shared)}
      {hasHelp ? (
        <p id={helpId} class="field-help">
          {problem === null ? null : <strong class="field-problem">{problem} </strong>}
          {field.description}
        </p>
      ) : null}
    </div>
  )
}

function control(field: ArgumentField, value: string, onChange: (value: string) => void, shared: Record<string, unknown>) {
  switch (field.type) {
    case 'boolean':
    case 'choice':
      return (
        <select {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {field.required && value !== '' ? null : <option value="">–</option>}
          {(field.type === 'boolean' ? ['true', 'false'] : field.choices).map((choice) => (
            <option key={choice} value={choice}>
              {field.type === 'boolean' ? { true: 'yes', false: 'no' }[choice] : choice}
            </option>
          ))}
        </select>
      )
    case 'json':
      return <textarea {...shared} class="mono" rows={3} spellcheck={false} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
    case 'number':
    case 'integer':
      return (
        <input
          {...shared}
          inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'text':
      return <input {...shared} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
  }
}
