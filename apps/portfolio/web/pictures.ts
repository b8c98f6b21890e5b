import { html } from 'hono/html'
import type { Html } from './page-shell.ts'
import type { Photo } from './photos.ts'

/** A photo that keeps its room while it loads; the first of a page loads at once. */
export function picture({ url, widthPx, heightPx, alt }: Photo, when: 'first' | 'later'): Html {
  const size = widthPx === null || heightPx === null ? '' : html`width="${widthPx}" height="${heightPx}"`
  return html`<img src="${url}" alt="${alt}" ${size} decoding="async" loading="${when === 'first' ? 'eager' : 'lazy'}" />`
}

/** Two photos side by side, which the script lays over each other. */
export function comparison(before: Photo, after: Photo): Html {
  return html`<section class="pair">
    <h2>Before and after</h2>
    <div class="compare" data-compare>
      <figure class="is-before">
        ${picture(before, 'later')}
        <figcaption>Before</figcaption>
      </figure>
      <figure class="is-after">
        ${picture(after, 'later')}
        <figcaption>After</figcaption>
      </figure>
    </div>
  </section>`
}

export function gallery(photos: readonly Photo[]): Html | '' {
  if (photos.length === 0) return ''
  return html`<section>
    <h2>Photos</h2>
    <ul class="gallery">
      ${photos.map(
        (photo) =>
          html`<li>
            <figure>${picture(photo, 'later')}${photo.label === null ? '' : html`<figcaption>${photo.label}</figcaption>`}</figure>
          </li>`,
      )}
    </ul>
  </section>`
}
