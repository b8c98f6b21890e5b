import { html } from 'hono/html'
import { PAGES_CSS } from './assets.ts'

/** Markup whose texts are escaped. */
export type Html = ReturnType<typeof html>

export interface PageShell {
  title: string
  /** Of search results and of links that are shared; empty = none. */
  description?: string
  /** Null = no search engine is to keep this page. */
  canonicalUrl: string | null
  imageUrl?: string | null
  script?: string
  body: Html
}

/** A page of ours, whole. */
export function pageShell({ title, description = '', canonicalUrl, imageUrl = null, script, body }: PageShell): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${description === '' ? '' : html`<meta name="description" content="${description}" />`}
        ${canonicalUrl === null ? html`<meta name="robots" content="noindex, nofollow" />` : shared(title, description, canonicalUrl, imageUrl)}
        <link rel="stylesheet" href="${PAGES_CSS}" />
        ${script === undefined ? '' : html`<script type="module" src="${script}"></script>`}
      </head>
      <body>
        ${body}
      </body>
    </html>`
}

function shared(title: string, description: string, canonicalUrl: string, imageUrl: string | null): Html {
  return html`<link rel="canonical" href="${canonicalUrl}" />
    <meta property="og:type" content="article" />
    <meta property="og:url" content="${canonicalUrl}" />
    <meta property="og:title" content="${title}" />
    ${description === '' ? '' : html`<meta property="og:description" content="${description}" />`}
    ${imageUrl === null ? '' : html`<meta property="og:image" content="${imageUrl}" />`}`
}
