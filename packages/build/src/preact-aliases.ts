import { extname } from 'node:path'
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

/** The same for a built view, with the smaller JSX runtime. */
export function builtPreactAliases(): ReturnType<typeof preactAliases> {
  // beside this module, which runs from source and from its build
  const runtime = fileURLToPath(new URL(`./preact-jsx${extname(import.meta.url)}`, import.meta.url))
  return [{ find: 'react/jsx-runtime', replacement: runtime }, ...preactAliases()]
}

/** From here, because the view itself need not depend on Preact. */
function moduleFile(name: string): string {
  return fileURLToPath(import.meta.resolve(name))
}
