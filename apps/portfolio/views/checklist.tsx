import type { ApiGate } from '../shared/api-types.ts'
import { RECOMMENDED, REQUIRED, type CheckItem, type Place } from './project-words.ts'

/** The API's verdict, item by item: what publishing needs, apart from what would only make the project better. */
export function Checklist({ gate, onFix }: { gate: ApiGate; onFix: (place: Place) => void }) {
  return (
    <>
      <Items title="Needed to publish" items={REQUIRED} missing={gate.missing_fields} onFix={onFix} />
      <Items title="Recommended" items={RECOMMENDED} missing={gate.recommended_missing} onFix={onFix} />
    </>
  )
}

interface ItemsProps<Field extends string> {
  title: string
  items: Readonly<Record<Field, CheckItem>>
  missing: readonly Field[]
  onFix: (place: Place) => void
}

function Items<Field extends string>({ title, items, missing, onFix }: ItemsProps<Field>) {
  const all = Object.entries(items) as Array<[Field, CheckItem]>
  const open = all.filter(([field]) => missing.includes(field))
  const done = all.filter(([field]) => !missing.includes(field))
  return (
    <section className="checks" aria-label={title}>
      <h3>
        {title}
        <span className="soft"> {open.length === 0 ? 'all there' : `${done.length} of ${all.length}`}</span>
      </h3>
      <ul>
        {open.map(([field, { label, fix, place }]) => (
          <li key={field} className="check" data-missing={field} data-focus-row="">
            <span aria-hidden="true">○</span>
            <span className="check-label">
              {label}
              <span className="unseen"> is missing</span>
            </span>
            <button type="button" className="small" data-focus-control="fix" aria-label={fix} onClick={() => onFix(place)}>
              Fix
            </button>
          </li>
        ))}
      </ul>
      {done.length === 0 ? null : (
        <p className="soft">
          <span aria-hidden="true">✓ </span>
          <span className="unseen">Done: </span>
          {done.map(([, { label }]) => label).join(', ')}
        </p>
      )}
    </section>
  )
}
