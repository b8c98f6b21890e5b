import { stripVTControlCharacters } from 'node:util'
import { createLogger, type Logger } from 'vite'

export interface Lines {
  print(line: string): void
  warn(line: string): void
}

/** Vite's lines as ours. Errors are left out: a view that meets one tells it, with its place, and so it is said once. */
export function viteLogger({ print, warn }: Lines): Logger {
  const plain = (message: string): string => stripVTControlCharacters(message).trim()
  const logger = createLogger('info', { allowClearScreen: false })
  const info = (message: string): void => {
    const [, what, files] = /^(?:\(client\) )?(hmr update|page reload) (.*)$/s.exec(plain(message)) ?? []
    if (files !== undefined) print(`views: ${what === 'page reload' ? 'loaded anew after' : 'updated'} ${files}`)
  }
  return {
    ...logger,
    info,
    warn: (message) => warn(`views: ${plain(message)}`),
    warnOnce: (message) => warn(`views: ${plain(message)}`),
    error: () => undefined,
  }
}
