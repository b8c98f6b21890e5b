// Preloaded into an app server that is watched: tells the parent each source file it loads, or tries to, so that exactly these are watched.
import { registerHooks } from 'node:module'

const told = new Set<string>()

function tell(url: string): void {
  if (!url.startsWith('file:') || url.includes('/node_modules/') || told.has(url)) return
  told.add(url)
  if (process.connected) process.send?.({ type: 'module', url })
}

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context)
    } catch (error) {
      // a file that is not there yet: it is worth a start when it comes
      if (/^\.{1,2}\//.test(specifier) && context.parentURL !== undefined) tell(new URL(specifier, context.parentURL).href)
      throw error
    }
  },
  load(url, context, next) {
    tell(url)
    return next(url, context)
  },
})
