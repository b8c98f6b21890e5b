import { BLANK_GUARD } from '../render-html.ts'
import { DEV_CLIENT, entryAddress, REFRESH_RUNTIME } from './virtual-modules.ts'

/** The development document of a view: every address on the dev server's own origin, the same bytes whatever is edited. */
export function viewDocument({ name, entry, origin }: { name: string; entry: string; origin: string }): string {
  const script = (path: string): string => `<script type="module" crossorigin src="${origin}${path}"></script>`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>${name}</title>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    // the refresh runtime has to be there before the view's library is
    script(REFRESH_RUNTIME),
    script(DEV_CLIENT),
    '</head>',
    '<body>',
    '<div id="root"></div>',
    BLANK_GUARD,
    script(entryAddress(name, entry)),
    '</body>',
    '</html>',
    '',
  ].join('\n')
}
