/**
 * A view whose code fails before it rendered anything must not look like a blank one. Inline and classic, so that it runs before any module; in the
 * capture phase, where a module that does not load is heard of, too.
 */
export const BLANK_GUARD = `<script>addEventListener('error',()=>{const r=document.getElementById('root');if(r&&!r.firstChild)r.innerHTML='<p role="alert">This could not be shown. What was saved is safe. Ask for it again in the conversation.</p>'},true)</script>`

/** One self-contained HTML5 document around a bundled view. Same input, same bytes. */
export function renderHtml({ title, script, style }: { title: string; script: string; style: string }): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>${escapeText(title)}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // opened as a page of its own, a browser would ask the server for a favicon
    '<link rel="icon" href="data:,">',
    `<style>${escapeStyle(style)}</style>`,
    '</head>',
    '<body>',
    '<div id="root"></div>',
    BLANK_GUARD,
    `<script type="module">${escapeScript(script)}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Keeps a script's text from ending or confusing its element; `\x3c` means `<` in strings, templates and regular expressions alike. */
export function escapeScript(script: string): string {
  return script.replace(/<(?=\/?script|!--)/gi, () => '\\x3c')
}

/** `\/` means `/` in CSS. */
function escapeStyle(style: string): string {
  return style.replace(/<\/(?=style)/gi, () => '<\\/')
}

function escapeText(text: string): string {
  return text.replace(/&/g, () => '&amp;').replace(/</g, () => '&lt;')
}
