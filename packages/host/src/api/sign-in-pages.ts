/** Headers of the page on which a sign-in ends: its address held a code, so it is kept nowhere and handed to nobody. */
export const SIGN_IN_PAGE_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Says how a sign-in ended; the conversation in the other tab goes on by itself. Nothing of the address is shown. */
export function signInPage(isSignedIn: boolean): string {
  const [title, text] = isSignedIn
    ? ['Connected', 'You can close this tab and go on in the conversation.']
    : ['Not connected', 'The sign-in did not work. The conversation says why; you can close this tab.']
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
      main { padding: 2rem; text-align: center; }
      h1 { font-size: 1.25rem; margin: 0 0 0.25rem; }
      p { margin: 0; opacity: 0.8; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>
`
}
