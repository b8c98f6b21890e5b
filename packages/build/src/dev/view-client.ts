/// <reference lib="dom" />
/// <reference types="vite/client" />
import { CLIENT_EVENTS, type RawFault } from './client-events.ts'

/** Errors told per load or update of the view: one that throws in every frame must not fill the timeline. */
const TOLD_MAX = 50
/** The browser's own notes that come as errors and are none of the view's doing. */
const NOISE = /^ResizeObserver loop/

const hot = import.meta.hot
if (hot !== undefined) {
  let told = 0
  const tell = (fault: RawFault): void => {
    if (NOISE.test(fault.message)) return
    told += 1
    if (told <= TOLD_MAX) hot.send(CLIENT_EVENTS.fault, fault)
  }
  const faultOf = (error: unknown, place: string): RawFault =>
    error instanceof Error
      ? { message: `${error.name}: ${error.message}`, stack: error.stack ?? place }
      : { message: typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error)), stack: place }
  window.addEventListener('error', ({ error, message, filename, lineno, colno }) => {
    const place = filename === '' ? '' : `at ${filename}:${lineno}:${colno}`
    tell(error === null || error === undefined ? { message, stack: place } : faultOf(error, place))
  })
  window.addEventListener('unhandledrejection', ({ reason }) => tell(faultOf(reason, '')))
  hot.on('vite:error', ({ err }) =>
    hot.send(CLIENT_EVENTS.buildFault, { message: err.message, file: err.loc?.file ?? err.id, line: err.loc?.line, column: err.loc?.column }),
  )
  hot.on('vite:beforeUpdate', () => {
    // now, not when it is done: what the new code meets while it is taken in must not be taken back with what the old one met
    told = 0
    hot.send(CLIENT_EVENTS.updated, {})
    window.dispatchEvent(new Event('lockstep:updating'))
  })
  // an error boundary that shows what the old code met tries again
  hot.on('vite:afterUpdate', () => window.dispatchEvent(new Event('lockstep:updated')))
  // the dev server words the message; the view's own bridge need not be up for it, nor even load
  hot.on(CLIENT_EVENTS.tellHost, (message: unknown) => window.parent.postMessage(message, '*'))
}
