import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '@lockstep/contract'
import type { ViewLibrary } from '../bundle-view.ts'
import { REFRESH_RUNTIME } from './virtual-modules.ts'

/**
 * What both flavours share. A module may be replaced in place when all it exports are components; an entry, which exports nothing, may always be:
 * it renders anew into the root that is there.
 */
const SHARED = `
const isComponent = (name, value) => /^[A-Z]/.test(name) && (typeof value === 'function' || (typeof value === 'object' && value !== null && '$$typeof' in value))
export function updated(hot, before, after, isEntry) {
  const names = Object.keys(after)
  const foreign = names.find((name) => !isComponent(name, after[name]) && before[name] !== after[name])
  if (foreign !== undefined) return hot.invalidate('its export ' + foreign + ' is no component')
  if (Object.keys(before).join() !== names.join()) return hot.invalidate('its exports are others than before')
  if (names.length === 0 && !isEntry) return hot.invalidate('it exports nothing')
  flush()
}
`

/** @see github.com/preactjs/prefresh, packages/vite and packages/utils (checked 2026-11-21) */
function preactRuntime(): string {
  return `
import ${JSON.stringify(fileURLToPath(import.meta.resolve('@prefresh/core')))}
const refresh = self.__PREFRESH__
export const register = (type, id) => refresh.register(type, id)
export function signature() {
  let status = 'begin'
  let saved
  return (type, key, forceReset, getCustomHooks) => {
    saved ??= type
    status = refresh.sign(type || saved, key, forceReset, getCustomHooks, status)
    return type
  }
}
const keyOf = (type) => {
  const signature = refresh.getSignature(type)
  return signature === undefined ? '' : refresh.computeKey(signature)
}
export function flush() {
  const pending = refresh.getPendingUpdates()
  refresh.flush()
  for (const [before, after] of pending) {
    const isReset = keyOf(before) !== keyOf(after) || refresh.getSignature(after)?.forceReset === true
    refresh.replaceComponent(before, after, isReset)
  }
}
${SHARED}`
}

/** React's own runtime is CommonJS; its file is taken in as it is. */
async function reactRuntime(): Promise<string> {
  const source = (await readFile(reactRuntimeFile(), 'utf8')).replaceAll('process.env.NODE_ENV', '"development"')
  return `
const exports = {}
${source}
exports.injectIntoGlobalHook(self)
export const register = exports.register
export const signature = exports.createSignatureFunctionForTransform
export const flush = () => exports.performReactRefresh()
${SHARED}`
}

/**
 * The development build of React's refresh runtime. Only views that run on React need it, so they bring it.
 * @throws {AppError} VIEW_REFRESH_MISSING (blame user)
 */
export function reactRuntimeFile(resolve: (name: string) => string = createRequire(import.meta.url).resolve): string {
  try {
    return join(dirname(resolve('react-refresh/package.json')), 'cjs', 'react-refresh-runtime.development.js')
  } catch (cause) {
    const message = 'Expected the package react-refresh, for edits of views that run on React, and found none. Run: npm install -D react-refresh'
    throw new AppError('VIEW_REFRESH_MISSING', message, { blame: 'user', cause })
  }
}

/** Source of the module that keeps the state of components across updates of their code. */
export async function refreshRuntime(library: ViewLibrary): Promise<string> {
  return library === 'preact' ? preactRuntime() : reactRuntime()
}

/**
 * An entry renders while it runs, before the registrations at its end: without them a component of its own would be another one, and lose its state.
 * So each is repeated where the transform notes the component, on the same line.
 */
export function registerEarly(code: string): string {
  const names = new Map([...code.matchAll(/^\$RefreshReg\$\((_c\d*), (".*?")\);$/gm)].map(([, variable = '', name = '']) => [variable, name]))
  return code.replaceAll(/^(_c\d*) = [\w$]+;$/gm, (line, variable: string) => {
    const name = names.get(variable)
    return name === undefined ? line : `${line} $RefreshReg$(${variable}, ${name}); __lockstepRefresh.flush();`
  })
}

/**
 * What a module with components, or an entry, gets appended; function declarations and imports count for the whole module, so no line moves.
 * @param id names the module's components across updates
 */
export function refreshFooter(id: string, isEntry: boolean): string {
  return `
import * as __lockstepRefresh from ${JSON.stringify(REFRESH_RUNTIME)};
function $RefreshReg$(type, name) { __lockstepRefresh.register(type, ${JSON.stringify(`${id} `)} + name) }
function $RefreshSig$() { return __lockstepRefresh.signature() }
if (import.meta.hot) {
  import(/* @vite-ignore */ import.meta.url).then((before) => {
    const kept = { ...before };
    import.meta.hot.accept((after) => { if (after) __lockstepRefresh.updated(import.meta.hot, kept, after, ${String(isEntry)}) });
  });
}
`
}
