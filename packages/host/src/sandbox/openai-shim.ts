/// <reference lib="dom" />
import { scriptJson } from './inline-script.ts'
import { addLegacyMembers } from './legacy-members.ts'

/** Characters of JSON a view's state may have. The shim says so to the view; the host holds every message to it, since a view can do without the shim. */
export const WIDGET_STATE_MAX_CHARS = 100_000

/** `window.openai` as the platform gives it to a view. */
export interface ShimOffer {
  /** The platform's data members as they are now. */
  globals: Record<string, unknown>
  /** Names of its methods; a name that is not here is absent in the view. */
  members: readonly string[]
  /** Nothing but the documented forms: what is older is refused, and older names are absent. */
  isStrict: boolean
}

/** What the shim starts with; JSON. */
interface ShimBoot extends ShimOffer {
  outerOrigin: string
  /** UTF-16 units of JSON a view's state may have. */
  widgetStateMaxChars: number
}

/** What the members of older versions are made of. */
export interface ShimKit {
  openai: Record<string, unknown>
  /** Told to the developer once per member and message. */
  warn(member: string, message: string): void
}

/** The script that gives a view its `window.openai`; it must run before the view's own. */
export function openAiShimScript(offer: ShimOffer, outerOrigin: string): string {
  const boot: ShimBoot = { ...offer, outerOrigin, widgetStateMaxChars: WIDGET_STATE_MAX_CHARS }
  return `(${installOpenAi.toString()})(${scriptJson(boot)},${addLegacyMembers.toString()})`
}

/**
 * Globals as they are now, and methods that are JSON-RPC calls to the host under `openai/…`. Arguments go as they came; the host reads all their
 * forms. It is sent as text, so it uses nothing from outside itself.
 */
function installOpenAi(boot: ShimBoot, addLegacy: (kit: ShimKit) => void): void {
  const host = window.parent
  const pending = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>()
  const globals: Record<string, unknown> = {}
  const openai: Record<string, unknown> = {}
  let count = 0

  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
    Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
  const post = (message: Record<string, unknown>): void => host.postMessage({ jsonrpc: '2.0', ...message }, boot.outerOrigin)
  const call = (member: string, args: readonly unknown[], more: Record<string, unknown> = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      count += 1
      const id = `openai-${count}`
      // Through JSON, because a function among the arguments would make postMessage itself throw.
      const message = { id, method: `openai/${member}`, params: { args: copy(args), ...more } }
      pending.set(id, { resolve, reject })
      post(message)
    })
  const mirrorLanguage = (): void => {
    if (typeof globals['locale'] === 'string' && document.documentElement) document.documentElement.lang = globals['locale']
  }
  /** `isChurning`: every object comes under a new reference, though it says the same. */
  const adopt = (next: Record<string, unknown>, isChurning = false): void => {
    const changed: Record<string, unknown> = {}
    for (const key of Object.keys(globals)) {
      const isNew = Object.hasOwn(next, key) && JSON.stringify(next[key]) !== JSON.stringify(globals[key])
      const isRemade = isChurning && typeof globals[key] === 'object' && globals[key] !== null
      if (!isNew && !isRemade) continue
      globals[key] = freeze(isNew ? next[key] : copy(globals[key]))
      changed[key] = globals[key]
    }
    if (Object.keys(changed).length === 0) return
    mirrorLanguage()
    window.dispatchEvent(new CustomEvent('openai:set_globals', { detail: { globals: changed } }))
  }

  const withoutAnswer = ['sendFollowUpMessage', 'requestClose', 'openExternal', 'setOpenInAppUrl']
  const special: Record<string, (...args: unknown[]) => unknown> = {
    setWidgetState: (...args) => {
      // The first documentation of 2025 put the widget's id before the state.
      const state = !boot.isStrict && typeof args[0] === 'string' && args.length > 1 ? args[1] : args[0]
      if (state !== null && (typeof state !== 'object' || Array.isArray(state))) throw new TypeError('setWidgetState expects an object or null.')
      const text = JSON.stringify(state)
      if (text.length > boot.widgetStateMaxChars) {
        throw new RangeError(
          `setWidgetState expects at most ${boot.widgetStateMaxChars} characters of JSON, got ${text.length}. Keep data on the server.`,
        )
      }
      adopt({ widgetState: copy(state) })
      post({ method: 'openai/setWidgetState', params: { args: copy(args) } })
      return boot.isStrict ? undefined : Promise.resolve()
    },
    notifyIntrinsicHeight: (...args) => {
      if (boot.isStrict && typeof args[0] !== 'number') throw new TypeError('notifyIntrinsicHeight expects (height), a number of pixels.')
      post({ method: 'openai/notifyIntrinsicHeight', params: { args: copy(args) } })
    },
    uploadFile: (file, options) => {
      if (!(file instanceof Blob)) return Promise.reject(new TypeError('uploadFile expects (file, { library? }), a File first.'))
      // The bytes travel as they are; everything else as JSON.
      return call('uploadFile', options === undefined ? [] : [options], { file })
    },
    selectFiles: () => call('selectFiles', []).then((answer) => (answer as { value?: unknown }).value),
  }
  for (const member of boot.members) {
    const ordinary = (...args: unknown[]): unknown => (withoutAnswer.includes(member) ? call(member, args).then(() => undefined) : call(member, args))
    openai[member] = Object.hasOwn(special, member) ? special[member] : ordinary
  }
  for (const key of Object.keys(boot.globals)) {
    globals[key] = freeze(boot.globals[key])
    Object.defineProperty(openai, key, { enumerable: true, get: () => globals[key] })
  }
  if (!boot.isStrict) addLegacy({ openai, warn: (member, message) => post({ method: 'openai/warn', params: { args: [member, message] } }) })
  Object.defineProperty(window, 'openai', { value: Object.freeze(openai), writable: false, configurable: false, enumerable: true })
  mirrorLanguage()

  window.addEventListener(
    'message',
    (event: MessageEvent<unknown>) => {
      // What is ours is stopped here: the view's own bridge would take an answer to an id it never used for an error.
      if (event.source !== host || event.origin !== boot.outerOrigin) return
      const message = event.data as {
        id?: unknown
        method?: unknown
        params?: { globals?: Record<string, unknown>; churn?: unknown }
        result?: unknown
        error?: { code?: unknown; message?: unknown }
      } | null
      if (typeof message !== 'object' || message === null) return
      if (message.method === 'openai/set_globals') {
        event.stopImmediatePropagation()
        adopt(message.params?.globals ?? {}, message.params?.churn === true)
        return
      }
      if (typeof message.id !== 'string' || message.method !== undefined) return
      const waiting = pending.get(message.id)
      if (waiting === undefined) return
      event.stopImmediatePropagation()
      pending.delete(message.id)
      if (!message.error) return waiting.resolve(message.result)
      const text = String(message.error.message)
      // -32602: the arguments were wrong.
      waiting.reject(message.error.code === -32_602 ? new TypeError(text) : new Error(text))
    },
    true,
  )
  post({ method: 'openai/hello' })
}
