import { prettyJson } from '../../src/page/format.ts'

/** A value as text that wraps: no scroller inside a scroller. */
export function JsonBlock({ label, note, value }: { label: string; note?: string; value: unknown }) {
  return (
    <figure class="json">
      <figcaption>
        {label} {note === undefined ? null : <span class="quiet">{note}</span>}
      </figcaption>
      <pre>{prettyJson(value)}</pre>
    </figure>
  )
}
