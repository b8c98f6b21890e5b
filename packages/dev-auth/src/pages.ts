import type { DevUser } from './dev-auth-options.ts'

export interface SignInPage {
  /** Where the form goes. */
  action: string
  clientName: string
  resources: readonly string[]
  scopes: readonly string[]
  users: readonly DevUser[]
}

/** A page of ours runs no script and is framed by nobody. No form-action: browsers hold it against the redirect to the client as well. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // with no-referrer a browser would send `Origin: null` along with the form
  'Referrer-Policy': 'same-origin',
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { box-sizing: border-box; width: min(26rem, 100%); padding: 1.5rem; }
  h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
  p, fieldset { margin: 0 0 1rem; overflow-wrap: anywhere; }
  .note { padding: .5rem .75rem; border: 2px solid light-dark(#8a5a00, #f0b849); border-radius: .5rem; }
  fieldset { padding: .5rem .75rem; border: 1px solid light-dark(#767676, #9a9a9a); border-radius: .5rem; }
  label { display: flex; gap: .5rem; align-items: center; min-height: 2.5rem; }
  input { width: 1.25rem; height: 1.25rem; }
  button { display: block; width: 100%; min-height: 2.75rem; margin: 0 0 .75rem; padding: .5rem .75rem; border: 1px solid transparent; border-radius: .5rem;
    font: inherit; font-weight: 600; cursor: pointer; background: light-dark(#1d4ed8, #9dbcff); color: light-dark(#fff, #0b1220); }
  button.plain { background: transparent; color: inherit; border-color: light-dark(#767676, #9a9a9a); }
  :focus-visible { outline: 3px solid light-dark(#1d4ed8, #9dbcff); outline-offset: 2px; }
`

/** The whole of a sign-in: who, and what the client may do. */
export function signInPage({ action, clientName, resources, scopes, users }: SignInPage): string {
  const target = resources.length === 0 ? '' : ` to use <strong>${escapeHtml(resources.join(', '))}</strong>`
  const boxes = scopes.map((scope) => `<label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked> ${escapeHtml(scope)}</label>`)
  const may = boxes.length === 0 ? '' : `<fieldset><legend>It may</legend>${boxes.join('')}</fieldset>`
  const buttons = users.map(({ id, name }) => `<button name="user" value="${escapeHtml(id)}">Sign in as ${escapeHtml(name)}</button>`)
  return page(
    'Sign in (development)',
    `<h1>Sign in</h1>
<p class="note">Development only: there are no passwords here.</p>
<p><strong>${escapeHtml(clientName)}</strong> asks${target}.</p>
<form method="post" action="${escapeHtml(action)}">${may}${buttons.join('')}<button class="plain" name="cancel" value="yes">Cancel</button></form>`,
  )
}

export function errorPage(error: string, description: string): string {
  return page(
    'Sign-in failed',
    `<h1>Sign-in failed</h1>\n<p>${escapeHtml(description === '' ? error : description)}</p>\n<p><code>${escapeHtml(error)}</code></p>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
