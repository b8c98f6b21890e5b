import { html } from 'hono/html'
import { pageShell, type Html } from './page-shell.ts'

/** A page that says one thing: that there is nothing, or nothing any more, and what to do. */
export function messagePage(title: string, text: string): Html {
  return pageShell({
    title,
    canonicalUrl: null,
    body: html`<main class="message">
      <h1>${title}</h1>
      <p>${text}</p>
    </main>`,
  })
}
