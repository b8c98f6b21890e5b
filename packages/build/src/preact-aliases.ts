import { fileURLToPath } from 'node:url'

/** React's names, answered by Preact's compatibility layer; the more special name first, as the first match wins. */
export function preactAliases(): Array<{ find: string; replacement: string }> {
  return [
    { find: 'react-dom/client', replacement: moduleFile('preact/compat/client') },
    { find: 'react-dom', replacement: moduleFile('preact/compat') },
    { find: 'react/jsx-runtime', replacement: moduleFile('preact/jsx-runtime') },
    { find: 'react', replacement: moduleFile('preact/compat') },
  ]
}

/** From here, because the view itself need not depend on Preact. */
function moduleFile(name: string): string {
  return fileURLToPath(import.meta.resolve(name))
}
